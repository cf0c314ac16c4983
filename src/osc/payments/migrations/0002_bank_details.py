import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osc.foundation.identifiers import mask_iban
from osc.foundation.sealing import MARK, Sealer
from osc.isolation.policies import grant_table, protect_table


def seal_rows(apps, schema_editor):
    """Numbers that were stored in clear before; the next full import refills mask and fingerprint anyway."""
    sealer = Sealer(settings.FIELD_KEY) if settings.FIELD_KEY else None
    mandates = apps.get_model("payments", "SepaMandate")
    for mandate in mandates.objects.exclude(iban__startswith=MARK).exclude(iban="").iterator():
        assert sealer is not None, "set OSC_FIELD_KEY: IBANs are sealed from now on"
        clear = mandate.iban
        mandate.iban, mandate.iban_mask = sealer.seal(clear), mask_iban(clear)
        mandate.iban_hash = sealer.fingerprint(clear)
        mandate.save(update_fields=["iban", "iban_mask", "iban_hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seams"),
        ("contracts", "0002_terms_tariffs"),
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankLink",
            fields=[
                ("token_hash", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("use", models.CharField(choices=[("object", "Object"), ("consent", "Consent")], max_length=8)),
                ("case_id", models.UUIDField(db_index=True)),
                ("business_partner_id", models.UUIDField()),
                ("valid_until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="sepamandate",
            name="iban_hash",
            field=models.CharField(db_default="", db_index=True, max_length=32),
        ),
        migrations.AddField(
            model_name="sepamandate",
            name="iban_mask",
            field=models.CharField(db_default="", max_length=12),
        ),
        migrations.AddField(
            model_name="sepamandate",
            name="last_used_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="sepamandate",
            name="iban",
            field=models.TextField(),
        ),
        migrations.CreateModel(
            name="IbanUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("iban_hash", models.CharField(max_length=32)),
                ("business_partner_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("iban_hash", "business_partner_id"), name="iban_use_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateText",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                ("signed_by", models.UUIDField()),
                ("source", models.CharField(max_length=64)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandate_text", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RefundAccount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("external_id", models.CharField(max_length=80, unique=True)),
                ("source_version", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=32)),
                ("missing_since", models.DateTimeField(null=True)),
                ("iban", models.TextField()),
                ("iban_mask", models.CharField(db_default="", max_length=12)),
                ("iban_hash", models.CharField(db_default="", db_index=True, max_length=32)),
                ("holder", models.CharField(max_length=120)),
                ("since", models.DateField()),
                (
                    "contract_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_accounts",
                        to="contracts.contractaccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BankChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("iban", models.TextField()),
                ("iban_mask", models.CharField(db_default="", max_length=12)),
                ("iban_hash", models.CharField(db_default="", db_index=True, max_length=32)),
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("account_number", models.CharField(max_length=20)),
                ("purpose", models.CharField(choices=[("debit", "DEBIT"), ("refund", "REFUND")], max_length=6)),
                ("bank_name", models.CharField(blank=True, max_length=120)),
                ("holder", models.CharField(max_length=120)),
                ("reference", models.CharField(blank=True, max_length=35)),
                ("replaces", models.CharField(blank=True, max_length=35)),
                ("marks", models.JSONField(default=list)),
                ("message_key", models.UUIDField()),
                ("accepted_at", models.DateTimeField()),
                ("frozen_at", models.DateTimeField(null=True)),
                ("consented_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_changes", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("reference",),
                        name="mandate_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "^[A-Z0-9-]*$")), name="reference_upper"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankRelease",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("staff_user_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_releases", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "staff_user_id"), name="released_once_each")],
            },
        ),
        # the owner sees no rows while row-level security is forced
        migrations.RunSQL("alter table payments_sepamandate no force row level security", migrations.RunSQL.noop),
        migrations.RunPython(seal_rows, migrations.RunPython.noop),
        migrations.RunSQL("alter table payments_sepamandate force row level security", migrations.RunSQL.noop),
        protect_table("payments_refundaccount"),
        protect_table("payments_bankchange", app="select, insert, update"),
        protect_table("payments_mandatetext", app="select, insert"),
        protect_table("payments_bankrelease"),
        migrations.RunSQL("revoke update, delete on payments_mandatetext from osc_worker", migrations.RunSQL.noop),
        grant_table("payments_banklink", app="select, insert, update"),
        grant_table("payments_ibanuse", app="select, insert"),
    ]
