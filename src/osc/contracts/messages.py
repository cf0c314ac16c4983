"""Records of partners, premises, contract accounts and contracts, version 1."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec


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


class PricePeriod(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """Gross prices: ct per unit, EUR per year; half-open."""

    from_: date
    unit_price_ct: Decimal
    base_price_eur: Decimal
    to: date | None = None


class ContractRecord(msgspec.Struct, frozen=True):
    contract_account: str
    premise: str
    commodity: Literal["STROM", "GAS", "WASSER", "FERNWAERME"]
    tariff: str
    starts_on: date
    prices: list[PricePeriod]
    market_location: str | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends before it starts")
