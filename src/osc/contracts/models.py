"""Who buys what, where, under which number. Copies of what the billing system says."""

from django.db import models
from django.db.models import F, Q

from osc.cases.models import Case
from osc.interchange.models import ImportedTable
from osc.isolation.models import CustomerTable


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
    mobile = models.CharField(max_length=40, null=True)
    birth_date = models.DateField(null=True)
    # {"name", "street", "house_number", "postal_code", "city"}; null: bills go to the partner's address
    billing_address = models.JSONField(null=True)
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

    class Meta:
        # a declaration with an address instead of a number
        indexes = [models.Index(fields=["postal_code"], name="premise_place")]


class ContractAccount(ImportedTable):
    """Vertragskonto: what bills and payments hang on."""

    number = models.CharField(max_length=20, unique=True)
    payment_method = models.CharField(max_length=20)
    paperless = models.BooleanField()
    closed_on = models.DateField(null=True)
    # months from one bill to the next (R-RE-8)
    billing_months = models.PositiveSmallIntegerField(default=12, db_default=12)


class Contract(ImportedTable):
    """Vertrag: the supply of one commodity at one premise."""

    contract_account = models.ForeignKey(ContractAccount, on_delete=models.PROTECT, related_name="contracts")
    premise = models.ForeignKey(Premise, on_delete=models.PROTECT, related_name="contracts")
    commodity = models.CharField(max_length=10, choices=Commodity.choices)
    tariff = models.CharField(max_length=120)
    market_location = models.CharField(max_length=11, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    # [{"from", "to", "unit_price_ct", "base_price_eur", …}] with decimals as text
    prices = models.JSONField()
    metering_location = models.CharField(max_length=33, null=True)
    tariff_code = models.CharField(max_length=40, null=True)
    supply_form = models.CharField(max_length=16, db_default="SONDERVERTRAG")
    price_kind = models.CharField(max_length=8, db_default="VARIABLE")
    concluded_on = models.DateField(null=True)
    term_ends_on = models.DateField(null=True)
    renewal_months = models.PositiveSmallIntegerField(null=True)
    # {"days", "weeks", "months", "to"}
    notice = models.JSONField(null=True)
    price_guarantee_until = models.DateField(null=True)
    # {"announced_on", "effective_on", "reason", "pass_through"}
    price_change = models.JSONField(null=True)
    # {"name", "code"}
    grid_operator = models.JSONField(null=True)
    metering_operator = models.JSONField(null=True)
    # bundled extras that can be ended on their own (R-VTR-1)
    extras = models.JSONField(db_default=[])
    # Reststrom: somebody else supplies a part (R-VTR-15)
    residual = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]


class Tariff(models.Model):
    """A product of the utility, as the billing system offers it. Public: it belongs to no customer."""

    code = models.CharField(max_length=40, primary_key=True)
    source_version = models.BigIntegerField()
    name = models.CharField(max_length=120)
    commodity = models.CharField(max_length=10, choices=Commodity.choices)
    offered_from = models.DateField()
    offered_until = models.DateField(null=True)
    # everything else of the record, as it came
    product = models.JSONField()


class TariffOrder(CustomerTable):
    """What was ordered, told and agreed to, word for word; never changed afterwards (R-WID-7, R-WID-8)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tariff_orders")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tariff_orders")
    tariff_code = models.CharField(max_length=40)
    concluded_at = models.DateTimeField()
    starts_on = models.DateField()
    withdrawal_until = models.DateField()
    # the customer expressly asked for a start within the withdrawal period
    early_start = models.BooleanField()
    # {name of the text: {"version", "sha256"}}
    texts = models.JSONField()
    # prices, term and estimate as they stood above the button
    summary = models.JSONField()
