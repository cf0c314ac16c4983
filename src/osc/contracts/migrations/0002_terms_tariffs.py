import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table, protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("contracts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tariff",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("source_version", models.BigIntegerField()),
                ("name", models.CharField(max_length=120)),
                (
                    "commodity",
                    models.CharField(
                        choices=[
                            ("STROM", "Strom"),
                            ("GAS", "Gas"),
                            ("WASSER", "Wasser"),
                            ("FERNWAERME", "Fernwaerme"),
                        ],
                        max_length=10,
                    ),
                ),
                ("offered_from", models.DateField()),
                ("offered_until", models.DateField(null=True)),
                ("product", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="businesspartner",
            name="billing_address",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="businesspartner",
            name="birth_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="businesspartner",
            name="mobile",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="concluded_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="extras",
            field=models.JSONField(db_default=[]),
        ),
        migrations.AddField(
            model_name="contract",
            name="grid_operator",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="metering_location",
            field=models.CharField(max_length=33, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="metering_operator",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="notice",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="price_change",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="price_guarantee_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="price_kind",
            field=models.CharField(db_default="VARIABLE", max_length=8),
        ),
        migrations.AddField(
            model_name="contract",
            name="renewal_months",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="residual",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="supply_form",
            field=models.CharField(db_default="SONDERVERTRAG", max_length=16),
        ),
        migrations.AddField(
            model_name="contract",
            name="tariff_code",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="term_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="TariffOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("tariff_code", models.CharField(max_length=40)),
                ("concluded_at", models.DateTimeField()),
                ("starts_on", models.DateField()),
                ("withdrawal_until", models.DateField()),
                ("early_start", models.BooleanField()),
                ("texts", models.JSONField()),
                ("summary", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tariff_orders", to="cases.case"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tariff_orders",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        grant_table("contracts_tariff", app="select"),
        protect_table("contracts_tarifforder", app="select, insert"),
    ]
