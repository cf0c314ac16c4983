import uuid

from django.db import migrations, models

from osc.isolation.policies import grant_table, protect_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedCursor",
            fields=[
                ("source", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("full", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("applied", "Applied"),
                            ("refused", "Refused"),
                            ("held", "Held"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("report", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="InboundRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("source_version", models.BigIntegerField()),
                ("raw", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("applied", "Applied"),
                            ("quarantined", "Quarantined"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "applied"), _negated=True),
                        fields=["id"],
                        name="inbound_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "external_id", "source_version"), name="record_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("kind", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("payload", models.JSONField()),
                ("case_id", models.UUIDField(db_index=True)),
                ("lane", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("cancelled", "Cancelled"),
                            ("booked", "Booked"),
                            ("needs_clarification", "Needs Clarification"),
                            ("rejected", "Rejected"),
                            ("set_aside", "Set Aside"),
                        ],
                        default="waiting",
                        max_length=24,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
                ("accepted_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["accepted_at"],
                        name="outbound_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "waiting")),
                            models.Q(("finished_at__isnull", False), models.Q(("state", "waiting"), _negated=True)),
                            _connector="OR",
                        ),
                        name="finished_has_time",
                    )
                ],
            },
        ),
        protect_table("interchange_outboundmessage", app="select, insert, update"),
        grant_table("interchange_importrun", app=None),
        grant_table("interchange_inboundrecord", app=None),
        grant_table("interchange_feedcursor", app="select"),
    ]
