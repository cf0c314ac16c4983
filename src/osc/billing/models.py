"""What was billed and what will be debited. Shown as billed, never recomputed (R-GEN-9)."""

from django.db import models

from osc.billing.messages import CREDIT_NOTE
from osc.cases.models import Case
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
    # half-open; null: the calendar year of valid_from
    billing_from = models.DateField(null=True)
    billing_to = models.DateField(null=True)
    # ISO dates among the dues
    paid = models.JSONField(db_default=[])
    returned = models.JSONField(db_default=[])
    # customers change nothing in [lock_from, lock_to)
    lock_from = models.DateField(null=True)
    lock_to = models.DateField(null=True)
    lock_reason = models.CharField(max_length=20, null=True)
    # of the billing period
    changes = models.PositiveSmallIntegerField(db_default=0)
    decreases = models.PositiveSmallIntegerField(db_default=0)
    min_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    max_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    # the change of a customer that made this plan
    submission_key = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="instalment_not_negative", condition=models.Q(amount__gte=0)),
            models.CheckConstraint(
                name="billing_period_in_order",
                condition=models.Q(billing_to__isnull=True)
                | models.Q(billing_from__isnull=True)
                | models.Q(billing_to__gt=models.F("billing_from")),
            ),
        ]


class InstalmentChange(CustomerTable):
    """What a customer chose: from `first_due` on, until the billing system's own plan says so or not."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="instalment_change")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="instalment_changes")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    # what was booked then
    previous = models.DecimalField(max_digits=10, decimal_places=2)
    first_due = models.DateField()
    message_key = models.UUIDField(db_index=True)
    # outside of the limits: waits for staff, with the customer's reason
    requested = models.BooleanField()
    reason = models.TextField(blank=True)
    # {"expected", "low", "high"} as shown before sending: positive is a credit (R-ABS-3)
    shown = models.JSONField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="chosen_positive", condition=models.Q(amount__gt=0))]


class InstalmentHint(CustomerTable):
    """What the overview says about an instalment, worked out each night; never anything the customer must do."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="instalment_hint")
    current = models.DecimalField(max_digits=10, decimal_places=2)
    suggested = models.DecimalField(max_digits=10, decimal_places=2)
    # the amount due that the suggestion avoids, whole euros
    due = models.DecimalField(max_digits=10, decimal_places=2)
    # the last day on which a change still reaches the first due day
    last_day = models.DateField()
    # the price rises on this day
    rises_on = models.DateField(null=True)
    made_at = models.DateTimeField()


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

    @property
    def is_credit_note(self) -> bool:
        """A Gutschrift after § 14(2) UStG: the customer delivered and is paid (R-ER-7)."""
        return self.detail is not None and self.detail["kind"] == CREDIT_NOTE

    @property
    def noun(self) -> str:
        """What its file is called."""
        return "Gutschrift" if self.is_credit_note else "Rechnung"


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
    # somebody has looked at the difference; a new content of the bill is a new question
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["checked_at"], condition=~models.Q(findings=[]) & models.Q(looked_at=None), name="bills_differ"
            )
        ]


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


class PriceNotice(CustomerTable):
    """That a customer was told of a change of price, how, and when it counts as received (R-VTR-3, R-VTR-4)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="price_notices")
    effective_on = models.DateField()
    mail_id = models.UUIDField(null=True)
    letter_id = models.UUIDField(null=True)
    notified_at = models.DateTimeField()
    delivered_on = models.DateField()
    # received too late for the day it is to hold from: a matter for people
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "effective_on"], name="told_once")]


class AccountStatement(ImportedTable):
    """The account of a contract account: what is owed, what was paid. Truth of the billing system."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="statements")
    as_of = models.DateField()
    balance = models.DecimalField(max_digits=12, decimal_places=2)
    # newest first; see messages.StatementEntry and OpenItem
    entries = models.JSONField()
    open_items = models.JSONField()


class IntervalChoice(CustomerTable):
    """How often the customer wants a bill, from the next period on. The newest that was not refused holds."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="interval_choices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interval_choices")
    months = models.PositiveSmallIntegerField()
    chosen_at = models.DateTimeField()


class BillRead(CustomerTable):
    """That a bill was opened in the portal. Evidence only: Zugang does not need it (R-ZUG-6)."""

    invoice = models.OneToOneField(Invoice, on_delete=models.CASCADE, related_name="opened")
    at = models.DateTimeField()


class PaperlessChoice(CustomerTable):
    """How a customer wants the post of a contract account, and to which words; the newest holds (R-ZUG-3, R-ER-3)."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="paperless_choices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="paperless_choices")
    paperless = models.BooleanField()
    # paperless, but once a year on paper as well (R-RE-8)
    yearly_paper = models.BooleanField()
    text_version = models.CharField(max_length=20)
    chosen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contract_account", "-chosen_at"], name="paperless_newest")]
