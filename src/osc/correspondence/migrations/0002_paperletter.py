import uuid

from django.db import migrations, models

from osc.isolation.policies import grant_table


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial"), ("documents", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PaperLetter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("template", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("recipient", models.JSONField()),
                ("context", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("in_tray", "In Tray"),
                            ("printed", "Printed"),
                            ("returned", "Returned"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("content", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("in_tray_at", models.DateTimeField(null=True)),
                ("printed_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "printed"), _negated=True),
                        fields=["created_at"],
                        name="letters_under_way",
                    )
                ],
            },
        ),
        grant_table("correspondence_paperletter", app="insert"),
    ]
