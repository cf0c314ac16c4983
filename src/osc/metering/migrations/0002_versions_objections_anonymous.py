import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table, protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seams"),
        ("metering", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnonymousReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("account_number", models.CharField(max_length=20)),
                ("meter_number", models.CharField(max_length=40)),
                ("values", models.JSONField()),
                ("read_on", models.DateField()),
                ("language", models.CharField(max_length=8)),
                ("submission_key", models.UUIDField(unique=True)),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("matched", "Matched"),
                            ("no_match", "No Match"),
                            ("unreadable", "Unreadable"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("case_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReadingObjection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("reason", models.CharField(max_length=24)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objection", to="cases.case"
                    ),
                ),
                (
                    "meter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="metering.meter"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="submittedreading",
            name="remark",
            field=models.CharField(blank=True, db_default="", default="", max_length=24),
        ),
        migrations.AddField(
            model_name="submittedreading",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="yearconsumption",
            name="calorific_value",
            field=models.DecimalField(decimal_places=3, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="yearconsumption",
            name="z_number",
            field=models.DecimalField(decimal_places=4, max_digits=6, null=True),
        ),
        # readings of before this rule: the n-th value for a day is version n
        migrations.RunSQL(
            "update metering_submittedreading s set version = n.number from (select id, row_number() over "
            "(partition by register_id, read_on order by case_id) as number from metering_submittedreading) n "
            "where n.id = s.id",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="submittedreading",
            constraint=models.UniqueConstraint(fields=("register", "read_on", "version"), name="one_version_per_day"),
        ),
        protect_table("metering_readingobjection", app="select, insert"),
        grant_table("metering_anonymousreading", app="insert"),
    ]
