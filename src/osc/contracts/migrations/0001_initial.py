import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractAccount",
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
                ("number", models.CharField(max_length=20, unique=True)),
                ("payment_method", models.CharField(max_length=20)),
                ("paperless", models.BooleanField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Premise",
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
                ("street", models.CharField(max_length=120)),
                ("house_number", models.CharField(max_length=20)),
                ("supplement", models.CharField(max_length=80, null=True)),
                ("postal_code", models.CharField(max_length=10)),
                ("city", models.CharField(max_length=80)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BusinessPartner",
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
                ("first_name", models.CharField(max_length=80, null=True)),
                ("last_name", models.CharField(max_length=80, null=True)),
                ("company", models.CharField(max_length=120, null=True)),
                ("email", models.EmailField(max_length=254, null=True)),
                ("phone", models.CharField(max_length=40, null=True)),
                ("street", models.CharField(max_length=120)),
                ("house_number", models.CharField(max_length=20)),
                ("postal_code", models.CharField(max_length=10)),
                ("city", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("business_partner_id", models.F("id"))),
                        name="partner_owns_itself",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
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
                ("tariff", models.CharField(max_length=120)),
                ("market_location", models.CharField(max_length=11, null=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("prices", models.JSONField()),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="contracts.contractaccount",
                    ),
                ),
                (
                    "premise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="contracts.premise",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="contract_ends_after_start",
                    )
                ],
            },
        ),
        protect_table("contracts_businesspartner"),
        protect_table("contracts_premise"),
        protect_table("contracts_contractaccount"),
        protect_table("contracts_contract"),
    ]
