"""Who buys what, where, under which number. Copies of what the billing system says."""

from django.db import models
from django.db.models import F, Q

from osc.interchange.models import ImportedTable


class Commodity(models.TextChoices):
    """Sparte, with the names BO4E gives them."""

    STROM = "STROM"
    GAS = "GAS"
    WASSER = "WASSER"
    FERNWAERME = "FERNWAERME"


class BusinessPartner(ImportedTable):
    """Geschäftspartner: the person or company the utility has contracts with. Not a log-in."""

    first_name = models.CharField(max_length=80, null=True)
    last_name = models.CharField(max_length=80, null=True)
    company = models.CharField(max_length=120, null=True)
    email = models.EmailField(max_length=254, null=True)
    phone = models.CharField(max_length=40, null=True)
    street = models.CharField(max_length=120)
    house_number = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=10)
    city = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="partner_owns_itself", condition=Q(business_partner_id=F("id")))]


class Premise(ImportedTable):
    """Verbrauchsstelle: the supply address, as this customer's record."""

    street = models.CharField(max_length=120)
    house_number = models.CharField(max_length=20)
    supplement = models.CharField(max_length=80, null=True)
    postal_code = models.CharField(max_length=10)
    city = models.CharField(max_length=80)


class ContractAccount(ImportedTable):
    """Vertragskonto: what bills and payments hang on."""

    number = models.CharField(max_length=20, unique=True)
    payment_method = models.CharField(max_length=20)
    paperless = models.BooleanField()
    closed_on = models.DateField(null=True)


class Contract(ImportedTable):
    """Vertrag: the supply of one commodity at one premise."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="contracts")
    premise = models.ForeignKey(Premise, on_delete=models.PROTECT, related_name="contracts")
    commodity = models.CharField(max_length=10, choices=Commodity.choices)
    tariff = models.CharField(max_length=120)
    market_location = models.CharField(max_length=11, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    # [{"from", "to", "unit_price_ct", "base_price_eur"}] with decimals as text
    prices = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]
