import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_seams"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoveDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("user_id", models.UUIDField(unique=True)),
                ("content", models.JSONField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AwaitedReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("moves_on", models.DateField()),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awaited_reading", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reminded_at", None)), fields=["moves_on"], name="reading_to_remind"
                    )
                ],
            },
        ),
        protect_table("moving_movedraft", app="select, insert, update, delete"),
        protect_table("moving_awaitedreading", app="select, insert"),
    ]
