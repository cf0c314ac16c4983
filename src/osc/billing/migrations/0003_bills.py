import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_instalments"),
        ("contracts", "0002_terms_tariffs"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="detail",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="document",
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.CreateModel(
            name="AccountStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("external_id", models.CharField(max_length=80, unique=True)),
                ("source_version", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=32)),
                ("missing_since", models.DateTimeField(null=True)),
                ("as_of", models.DateField()),
                ("balance", models.DecimalField(decimal_places=2, max_digits=12)),
                ("entries", models.JSONField()),
                ("open_items", models.JSONField()),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="contracts.contractaccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("content_hash", models.CharField(max_length=32)),
                ("findings", models.JSONField()),
                ("checked_at", models.DateTimeField()),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_result", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("source_version", models.BigIntegerField()),
                ("pages", models.PositiveSmallIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillNotice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("notified", "Notified"), ("on_paper", "On Paper")], default="notified", max_length=10
                    ),
                ),
                ("mail_id", models.UUIDField(null=True)),
                ("letter_id", models.UUIDField(null=True)),
                ("notified_at", models.DateTimeField()),
                ("delivered_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notice", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        protect_table("billing_accountstatement"),
        protect_table("billing_billcheck"),
        protect_table("billing_billfile"),
        protect_table("billing_billnotice"),
    ]
