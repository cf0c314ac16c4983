import uuid

from django.db import migrations, models

from osc.isolation.policies import protect_receipts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("termination", "TERMINATION"), ("withdrawal", "WITHDRAWAL"), ("move", "MOVE")],
                        max_length=12,
                    ),
                ),
                ("form_hash", models.BinaryField(max_length=32, unique=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("user_id", models.UUIDField(null=True)),
                ("chosen_contracts", models.JSONField(default=list)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("matched", "Matched"),
                            ("unmatched", "Unmatched"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("doubt", models.CharField(blank=True, max_length=20)),
                ("case_id", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("answer", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "unmatched")), fields=["received_at"], name="declaration_unmatched"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state__in", ["open", "unmatched"])),
                            models.Q(("settled_at__isnull", False), ("state__in", ["matched", "closed"])),
                            _connector="OR",
                        ),
                        name="settled_has_time",
                    )
                ],
            },
        ),
        protect_receipts("declarations_declaration", column="form_hash"),
    ]
