"""What was billed and what will be debited. Shown as billed, never recomputed (R-GEN-9)."""

from django.db import models

from osc.cases.models import Case
from osc.contracts.models import Contract, ContractAccount
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gross_is_net_plus_vat",
                condition=models.Q(gross=models.F("net") + models.F("vat")),
            )
        ]
