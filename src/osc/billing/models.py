"""What was billed and what will be debited. Shown as billed, never recomputed (R-GEN-9)."""

from django.db import models

from osc.contracts.models import Contract, ContractAccount
from osc.documents.models import Document
from osc.interchange.models import ImportedTable
from osc.isolation.models import CustomerTable


class InstalmentPlan(ImportedTable):
    """Abschlagsplan of one contract: the same gross amount on every due date."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="plans")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    # ISO dates, ascending
    dues = models.JSONField()
    valid_from = models.DateField()


class Invoice(ImportedTable):
    """Rechnung as issued. gross - prepaid > 0 is an amount due, < 0 a credit."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    period_from = models.DateField()
    period_to = models.DateField()
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    prepaid = models.DecimalField(max_digits=12, decimal_places=2)
    due_on = models.DateField()
    lines = models.JSONField()
    # see messages.BillDetail; null for bills that came without
    detail = models.JSONField(null=True)
    # the name of its PDF at the billing system
    document = models.CharField(max_length=80, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gross_is_net_plus_vat",
                condition=models.Q(gross=models.F("net") + models.F("vat")),
            )
        ]


class BillFile(CustomerTable):
    """The PDF of a bill, once somebody wanted it. `source_version` is the version of the bill it belongs to."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="file")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    source_version = models.BigIntegerField()
    pages = models.PositiveSmallIntegerField()


class BillCheck(CustomerTable):
    """Our own recomputation of a bill. Staff see it; customers see the bill as billed (R-GEN-9)."""

    invoice = models.OneToOneField(Invoice, on_delete=models.CASCADE, related_name="check_result")
    content_hash = models.CharField(max_length=32)
    # codes with their numbers; empty: agrees to the cent
    findings = models.JSONField()
    checked_at = models.DateTimeField()


class BillNotice(CustomerTable):
    """How a customer learned of a bill. Legal dates hang on `delivered_on` (R-ZUG-1, R-RE-9)."""

    class State(models.TextChoices):
        NOTIFIED = "notified"
        ON_PAPER = "on_paper"

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="notice")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOTIFIED)
    mail_id = models.UUIDField(null=True)
    letter_id = models.UUIDField(null=True)
    notified_at = models.DateTimeField()
    # Zugang; for a mail the next working day, as long as it did not come back
    delivered_on = models.DateField()
    # the billing system's day, or later when the way to the customer took longer
    due_on = models.DateField()


class AccountStatement(ImportedTable):
    """The account of a contract account: what is owed, what was paid. Truth of the billing system."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="statements")
    as_of = models.DateField()
    balance = models.DecimalField(max_digits=12, decimal_places=2)
    # newest first; see messages.StatementEntry and OpenItem
    entries = models.JSONField()
    open_items = models.JSONField()
