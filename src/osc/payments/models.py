"""Bank details of the customer as far as the portal keeps them: masked."""

from django.db import models

from osc.contracts.models import ContractAccount
from osc.interchange.models import ImportedTable


class SepaMandate(ImportedTable):
    """SEPA-Mandat on a contract account."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="mandates")
    reference = models.CharField(max_length=35)
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=120)
    signed_on = models.DateField()
    revoked_on = models.DateField(null=True)
