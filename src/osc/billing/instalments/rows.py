"""The rows of INSTALMENT_PIECE. Amounts are gross EUR, days are civil days in Europe/Berlin."""

from datetime import date
from decimal import Decimal

from msgspec import Struct


class PriceRow(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A price of the contract: ct per unit and EUR per year; `end` is None for the last one known."""

    start: date
    unit_price_ct: Decimal
    base_price_eur: Decimal
    end: date | None = None


class PlanRow(Struct, frozen=True):
    """What the billing system has planned from a day on, with its lock and its counts."""

    valid_from: date
    amount: Decimal
    dues: tuple[date, ...]
    paid: frozenset[date]
    returned: frozenset[date]
    billing_from: date | None
    billing_to: date | None
    lock_from: date | None
    lock_to: date | None
    lock_reason: str | None
    changes: int
    decreases: int
    min_amount: Decimal | None
    max_amount: Decimal | None


class ChosenRow(Struct, frozen=True):
    """What the customer chose and no plan shows yet."""

    amount: Decimal
    previous: Decimal
    first_due: date
    requested: bool
    case_id: str
    state: str


class ReadingRow(Struct, frozen=True):
    """A value of one register, as shown at the end of the day; `factor` of the transformer."""

    meter: str
    label: str
    digits: int
    factor: Decimal
    value: Decimal
    read_on: date
    estimated: bool


class YearRow(Struct, frozen=True):
    """The unit that is billed, and how much of it one unit of the register is."""

    unit: str
    per_register_unit: Decimal | None


class MonthsRow(Struct, frozen=True):
    """A year of a remotely read meter by months; those from `projected_from_month` on are not measured yet."""

    year: int
    months: list[Decimal | None]
    projected_from_month: int | None


class MeterRow(Struct, frozen=True):
    """The meter at the contract; `months` only for one that is read remotely."""

    id: str
    remote: bool
    unit: str | None
    months: list[MonthsRow] | None


class ContractRow(Struct, frozen=True):
    """A running contract with everything a page about its instalments needs."""

    id: str
    external_id: str
    owner: str
    commodity: str
    starts_on: date
    ends_on: date | None
    prices: list[PriceRow]
    number: str
    payment_method: str
    street: str
    house_number: str
    plans: list[PlanRow]
    chosen: list[ChosenRow]
    readings: list[ReadingRow]
    years: list[YearRow]
    meters: list[MeterRow]

    @property
    def remote(self) -> bool:
        """Its meter is read remotely."""
        return bool(self.meters and self.meters[0].remote)
