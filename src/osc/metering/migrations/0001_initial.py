import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
        ("cases", "0001_initial"),
        ("contracts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meter",
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
                ("form", models.CharField(max_length=12)),
                ("location", models.CharField(max_length=120)),
                ("installed_on", models.DateField()),
                ("removed_on", models.DateField(null=True)),
                ("remote", models.BooleanField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meters",
                        to="contracts.contract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadingRequest",
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
                ("window_from", models.DateField()),
                ("due_on", models.DateField()),
                ("billing_on", models.DateField()),
                (
                    "meter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="metering.meter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Register",
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
                ("obis", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=8)),
                ("digits", models.PositiveSmallIntegerField()),
                ("decimals", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=4)),
                ("factor", models.DecimalField(decimal_places=4, max_digits=10)),
                (
                    "meter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="metering.meter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeterReading",
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
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("read_on", models.DateField()),
                ("source", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=20)),
                ("submission_key", models.UUIDField(db_index=True, null=True)),
                ("billed", models.BooleanField()),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="metering.register",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubmittedReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("read_on", models.DateField()),
                ("message_key", models.UUIDField(db_index=True)),
                ("plausibility", models.CharField(max_length=20)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="cases.case"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submitted",
                        to="metering.register",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="YearConsumption",
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
                ("year", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=4)),
                ("months", models.JSONField()),
                ("projected_from_month", models.PositiveSmallIntegerField(null=True)),
                ("per_register_unit", models.DecimalField(decimal_places=7, max_digits=12, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consumption",
                        to="contracts.contract",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="meter",
            index=models.Index(fields=["number"], name="meter_number"),
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_on__isnull", True),
                    ("removed_on__gte", models.F("installed_on")),
                    _connector="OR",
                ),
                name="meter_removed_after_installed",
            ),
        ),
        migrations.AddIndex(
            model_name="meterreading",
            index=models.Index(fields=["register", "-read_on"], name="reading_newest"),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="reading_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="submittedreading",
            constraint=models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="submitted_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="submittedreading",
            constraint=models.UniqueConstraint(fields=("case", "register"), name="one_value_per_register"),
        ),
        migrations.AddConstraint(
            model_name="yearconsumption",
            constraint=models.UniqueConstraint(fields=("contract", "year"), name="one_year_per_contract"),
        ),
        protect_table("metering_meter"),
        protect_table("metering_register"),
        protect_table("metering_meterreading"),
        protect_table("metering_readingrequest"),
        protect_table("metering_yearconsumption"),
        protect_table("metering_submittedreading", app="select, insert"),
    ]
