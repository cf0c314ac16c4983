import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table, protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
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
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("sent_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("template", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("to", models.EmailField(max_length=254)),
                ("context", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("expired", "Expired")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("useless_after", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LetterRead",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField()),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened",
                        to="correspondence.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        grant_table("correspondence_mail", app="insert"),
        protect_table("correspondence_letter"),
        protect_table("correspondence_letterread", app="select, insert"),
    ]
