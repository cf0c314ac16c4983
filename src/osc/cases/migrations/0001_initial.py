import uuid

import django.db.models.deletion
from django.db import migrations, models

import osc.cases.rules.states
from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("reference", models.CharField(max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meter_reading", "Meter Reading"),
                            ("reading_withdrawal", "Reading Withdrawal"),
                        ],
                        max_length=32,
                    ),
                ),
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("submitted_by", models.UUIDField()),
                ("submission_key", models.UUIDField()),
                ("content_hash", models.CharField(max_length=64)),
                ("summary", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("accepted", "ACCEPTED"),
                            ("undone", "UNDONE"),
                            ("confirmed", "CONFIRMED"),
                            ("needs_clarification", "NEEDS_CLARIFICATION"),
                            ("rejected", "REJECTED"),
                        ],
                        default=osc.cases.rules.states.CaseState["ACCEPTED"],
                        max_length=24,
                    ),
                ),
                ("state_reason", models.TextField(blank=True)),
                ("accepted_at", models.DateTimeField()),
                ("undo_until", models.DateTimeField(null=True)),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=24)),
                ("reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["contract_account_id", "-accepted_at"], name="case_newest"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("business_partner_id", "submission_key"), name="one_case_per_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("undoes",), name="undone_once"),
        ),
        protect_table("cases_case", app="select, insert, update"),
        protect_table("cases_caseevent", app="select, insert"),
    ]
