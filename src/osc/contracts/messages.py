"""Records of partners, premises, contract accounts, contracts and tariffs, version 1."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from osc.foundation.identifiers.market import is_code_number, is_market_location, is_metering_location


class PostalAddress(msgspec.Struct, frozen=True):
    """Where bills go when they don't go to the partner's own address."""

    street: str
    house_number: str
    postal_code: str
    city: str
    name: str | None = None


class BusinessPartnerRecord(msgspec.Struct, frozen=True):
    street: str
    house_number: str
    postal_code: str
    city: str
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    birth_date: date | None = None
    billing_address: "PostalAddress | None" = None


class PremiseRecord(msgspec.Struct, frozen=True):
    business_partner: str
    street: str
    house_number: str
    postal_code: str
    city: str
    supplement: str | None = None


class ContractAccountRecord(msgspec.Struct, frozen=True):
    business_partner: str
    number: str
    payment_method: Literal["direct_debit", "transfer"]
    paperless: bool
    closed_on: date | None = None
    # months from one bill to the next
    billing_months: Literal[1, 3, 6, 12] = 12


class PriceComponent(msgspec.Struct, frozen=True):
    """What a price is made of, gross: ct per unit, EUR per year, or both."""

    name: str
    unit_price_ct: Decimal | None = None
    base_price_eur: Decimal | None = None


class PricePeriod(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """Gross prices: ct per unit, EUR per year; half-open. Net ones make an estimate exact to the cent.

    `tariff` names the product of the period where it is not the contract's current one.
    """

    from_: date
    unit_price_ct: Decimal
    base_price_eur: Decimal
    to: date | None = None
    unit_price_net_ct: Decimal | None = None
    base_price_net_eur: Decimal | None = None
    components: list[PriceComponent] = []
    tariff: str | None = None


class NoticePeriod(msgspec.Struct, frozen=True):
    """Kündigungsfrist, and to which day it runs."""

    days: int = 0
    weeks: int = 0
    months: int = 0
    to: Literal["ANY_DAY", "MONTH_END", "TERM_END"] = "ANY_DAY"


class MarketPartner(msgspec.Struct, frozen=True):
    """Netzbetreiber or Messstellenbetreiber with its code number of 13 digits (R-NUM-8)."""

    name: str
    code: str

    def __post_init__(self) -> None:
        if not is_code_number(self.code):
            raise ValueError("a code number has 13 digits")


class PriceChange(msgspec.Struct, frozen=True):
    """An announced change of price; `pass_through` is a mere change of VAT or lower levies (R-VTR-5)."""

    announced_on: date
    effective_on: date
    reason: str
    pass_through: bool = False


SupplyForm = Literal["SONDERVERTRAG", "GRUNDVERSORGUNG", "ERSATZVERSORGUNG"]
PriceKind = Literal["FIXED", "VARIABLE", "DYNAMIC"]


class ContractRecord(msgspec.Struct, frozen=True):
    contract_account: str
    premise: str
    commodity: Literal["STROM", "GAS", "WASSER", "FERNWAERME"]
    tariff: str
    starts_on: date
    prices: list[PricePeriod]
    market_location: str | None = None
    ends_on: date | None = None
    metering_location: str | None = None
    tariff_code: str | None = None
    supply_form: SupplyForm = "SONDERVERTRAG"
    price_kind: PriceKind = "VARIABLE"
    concluded_on: date | None = None
    term_ends_on: date | None = None
    renewal_months: int | None = None
    notice: NoticePeriod | None = None
    price_guarantee_until: date | None = None
    price_change: PriceChange | None = None
    grid_operator: MarketPartner | None = None
    metering_operator: MarketPartner | None = None
    extras: list[str] = []
    residual: bool = False

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends before it starts")
        if self.market_location is not None and not is_market_location(self.market_location):
            raise ValueError("a Marktlokation has 11 digits and the right check digit")
        if self.metering_location is not None and not is_metering_location(self.metering_location):
            raise ValueError("a Messlokation has 33 signs")
        if self.metering_location is not None:
            bare = "".join(self.metering_location.split())
            msgspec.structs.force_setattr(self, "metering_location", bare)


class TariffPrice(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """Net prices of a product: ct per unit, EUR per year; half-open."""

    from_: date
    unit_price_ct: Decimal
    base_price_eur: Decimal
    to: date | None = None


class LegalText(msgspec.Struct, frozen=True):
    """A text the customer agrees to or must be told, with its version; `body` in paragraphs."""

    title: str
    version: str
    body: str


class TariffRecord(msgspec.Struct, frozen=True):
    """A product the utility offers. Not a customer's: everybody may see it."""

    name: str
    commodity: Literal["STROM", "GAS", "WASSER", "FERNWAERME"]
    prices: list[TariffPrice]
    offered_from: date
    terms: LegalText
    offered_until: date | None = None
    supply_form: SupplyForm = "SONDERVERTRAG"
    price_kind: PriceKind = "VARIABLE"
    term_months: int = 0
    renewal_months: int | None = None
    notice: NoticePeriod = NoticePeriod(months=1)
    price_guarantee_months: int = 0
    needs_remote_meter: bool = False
    points: list[str] = []
    risks: str | None = None
    price_basis: str | None = None
