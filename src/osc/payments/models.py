"""Bank details: what the billing system has, and what customers asked for. Numbers are sealed, shown masked."""

from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.interchange.models import ImportedTable
from osc.isolation.models import CustomerTable
from osc.payments.rules.holds import Purpose


class SealedIban(models.Model):
    """An IBAN three times: sealed for the bank, masked for people, hashed with a key for comparing."""

    iban = models.TextField()
    iban_mask = models.CharField(max_length=12, db_default="")
    iban_hash = models.CharField(max_length=32, db_default="", db_index=True)

    class Meta:
        abstract = True


class SepaMandate(ImportedTable, SealedIban):
    """SEPA-Mandat on a contract account."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="mandates")
    reference = models.CharField(max_length=35)
    holder = models.CharField(max_length=120)
    signed_on = models.DateField()
    revoked_on = models.DateField(null=True)
    # 36 months without a collection end a mandate (R-SEP-6)
    last_used_on = models.DateField(null=True)


class RefundAccount(ImportedTable, SealedIban):
    """The account to which credits of a contract account are paid."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="refund_accounts")
    holder = models.CharField(max_length=120)
    since = models.DateField()


class BankChange(CustomerTable, SealedIban):
    """A new account for one contract account and one purpose, as a customer asked for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bank_changes")
    contract_account_id = models.UUIDField(db_index=True)
    account_number = models.CharField(max_length=20)
    purpose = models.CharField(max_length=6, choices=[(each.value, each.name) for each in Purpose])
    bank_name = models.CharField(max_length=120, blank=True)
    holder = models.CharField(max_length=120)
    # empty for credits
    reference = models.CharField(max_length=35, blank=True)
    replaces = models.CharField(max_length=35, blank=True)
    marks = models.JSONField(default=list)
    message_key = models.UUIDField()
    accepted_at = models.DateTimeField()
    # somebody said "that was not me"; nothing goes on before staff have looked
    frozen_at = models.DateTimeField(null=True)
    # the third person named as holder agreed (R-SEP-4)
    consented_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # banks do not tell references apart by case; we generate upper case only (R-NUM-14)
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="mandate_reference_once"
            ),
            models.CheckConstraint(name="reference_upper", condition=models.Q(reference__regex=r"^[A-Z0-9-]*$")),
        ]


class MandateText(CustomerTable):
    """What was signed, word for word, with its proof (R-SEP-2, BIZ17). Rows never change."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="mandate_text")
    language = models.CharField(max_length=8)
    text = models.TextField()
    # over the words and the keyed fingerprint of the account that the words show masked
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()
    source = models.CharField(max_length=64)


class BankRelease(CustomerTable):
    """One of the two people who let a held change go. Rows never change."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bank_releases")
    staff_user_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff_user_id"], name="released_once_each")]


class BankLink(models.Model):
    """A link in a mail that works without sign-in, found by the hash of its secret; used by POST only."""

    class Use(models.TextChoices):
        OBJECT = "object"
        CONSENT = "consent"

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    use = models.CharField(max_length=8, choices=Use.choices)
    case_id = models.UUIDField(db_index=True)
    business_partner_id = models.UUIDField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class IbanUse(models.Model):
    """Which customer uses an account, known by its keyed fingerprint only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False, db_default=RandomUUID())
    iban_hash = models.CharField(max_length=32)
    business_partner_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["iban_hash", "business_partner_id"], name="iban_use_once")]
