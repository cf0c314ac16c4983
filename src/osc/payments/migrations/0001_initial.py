import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
        ("contracts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SepaMandate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("external_id", models.CharField(max_length=80, unique=True)),
                ("source_version", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=32)),
                ("missing_since", models.DateTimeField(null=True)),
                ("reference", models.CharField(max_length=35)),
                ("iban", models.CharField(max_length=34)),
                ("holder", models.CharField(max_length=120)),
                ("signed_on", models.DateField()),
                ("revoked_on", models.DateField(null=True)),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="contracts.contractaccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        protect_table("payments_sepamandate"),
    ]
