import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_bills"),
        ("cases", "0002_seams"),
        ("contracts", "0002_terms_tariffs"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillRead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField()),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opened", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaperlessChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("paperless", models.BooleanField()),
                ("yearly_paper", models.BooleanField()),
                ("text_version", models.CharField(max_length=20)),
                ("chosen_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paperless_choices", to="cases.case"
                    ),
                ),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paperless_choices",
                        to="contracts.contractaccount",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["contract_account", "-chosen_at"], name="paperless_newest")],
            },
        ),
        protect_table("billing_billread", app="select, insert"),
        protect_table("billing_paperlesschoice", app="select, insert"),
    ]
