import uuid

from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("deed", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=80)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
            },
        ),
        protect_table("audit_auditentry", app="insert"),
    ]
