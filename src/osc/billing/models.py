"""What was billed and what will be debited. Shown as billed, never recomputed (R-GEN-9)."""

from django.db import models

from osc.contracts.models import Contract, ContractAccount
from osc.interchange.models import ImportedTable


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

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gross_is_net_plus_vat",
                condition=models.Q(gross=models.F("net") + models.F("vat")),
            )
        ]
