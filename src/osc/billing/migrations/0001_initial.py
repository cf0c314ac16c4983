import uuid

import django.db.models.deletion
import django.db.models.expressions
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
            name="InstalmentPlan",
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
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("dues", models.JSONField()),
                ("valid_from", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invoice",
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
                ("number", models.CharField(max_length=40)),
                ("issued_on", models.DateField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("net", models.DecimalField(decimal_places=2, max_digits=12)),
                ("vat", models.DecimalField(decimal_places=2, max_digits=12)),
                ("gross", models.DecimalField(decimal_places=2, max_digits=12)),
                ("prepaid", models.DecimalField(decimal_places=2, max_digits=12)),
                ("due_on", models.DateField()),
                ("lines", models.JSONField()),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contracts.contractaccount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat")),
                            )
                        ),
                        name="gross_is_net_plus_vat",
                    )
                ],
            },
        ),
        protect_table("billing_instalmentplan"),
        protect_table("billing_invoice"),
    ]
