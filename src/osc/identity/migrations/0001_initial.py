import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PortalUser",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("language", models.CharField(default="de", max_length=8)),
                ("theme", models.CharField(default="", max_length=6)),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("window_ends_at", models.DateTimeField(db_index=True)),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("account_number", models.CharField(max_length=20)),
                ("meter_number", models.CharField(max_length=40)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("source", models.CharField(max_length=64)),
                ("requested_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("link_sent", "Link Sent"),
                            ("email_in_use", "Email In Use"),
                            ("no_match", "No Match"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("contract_account_id", models.UUIDField(null=True)),
                ("business_partner_id", models.UUIDField(null=True)),
                ("token_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LoginSession",
            fields=[
                ("key_hash", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="identity.portaluser",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("business_partner_id", models.UUIDField()),
                ("linked_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="identity.portaluser",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("user", "contract_account_id"),
                        name="linked_once",
                    )
                ],
            },
        ),
        grant_table("identity_portaluser", app="select, insert, update"),
        grant_table("identity_accountlink", app="select, insert, update"),
        grant_table("identity_loginsession", app="select, insert, update, delete"),
        grant_table("identity_registration", app="select, insert, update"),
        grant_table("identity_counter", app="select, insert, update, delete"),
    ]
