"""From rows to what the reading pages show. Values are in the register's own unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from osc.metering.rules.arithmetic import FEED_IN, Span, gas_energy, used
from osc.metering.rules.origins import GUESSED

Row = Mapping[str, Any]
DAY = timedelta(days=1)
BOOKED = "booked"
GONE = frozenset({"rejected"})


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One field of the form."""

    id: str
    field: str
    obis: str
    label: str
    digits: int
    decimals: int
    unit: str
    last: Decimal | None
    last_on: date | None

    @property
    def places(self) -> int:
        """Decimals of consumption: a MWh is too coarse without."""
        return 3 if self.unit == "MWh" else 0


class ReadingRow(NamedTuple):
    """One line of the history. `since` is the consumption since the line before, same register, where it was asked for.

    `reported` is the customer's own value where the meter operator's took its place (R-ABL-12).
    """

    register_id: str
    meter_id: str
    label: str
    number: str
    unit: str
    digits: int
    decimals: int
    value: Decimal
    read_on: date
    source: str
    state: str
    billed: bool
    case_id: str | None
    plausibility: str
    version: int
    replaced: bool
    since: Decimal | None = None
    since_kwh: Decimal | None = None
    reported: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Whether consumption is reckoned from it."""
        return not self.replaced and self.state not in GONE


@dataclass(frozen=True, slots=True)
class EnergyFactors:
    """From the register's unit to kWh: for gas the printed factors, for MWh a thousand (R-VER-5)."""

    per_unit: Decimal
    z_number: Decimal | None
    calorific_value: Decimal | None

    def kwh(self, amount: Decimal) -> Decimal:
        """kWh, whole for gas."""
        if self.z_number is not None and self.calorific_value is not None:
            return gas_energy(amount, self.z_number, self.calorific_value)
        return amount * self.per_unit


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter as its pages show it; `last_day` is its last under the contract, None while it hangs."""

    id: str
    contract_id: str
    number: str
    form: str
    location: str
    commodity: str
    account_number: str
    place: str
    remote: bool
    installed_on: date
    removed_on: date | None
    last_day: date | None
    window_from: date | None
    due_on: date | None
    billing_on: date | None
    price_changes: tuple[date, ...]
    registers: tuple[RegisterView, ...]
    history: tuple[ReadingRow, ...]
    energy: EnergyFactors | None

    @property
    def history_with_use(self) -> tuple[ReadingRow, ...]:
        """The history, each line with what was used since the line before."""
        return tuple(_with_since(self.history, index, self.energy) for index in range(len(self.history)))

    @property
    def own_history(self) -> tuple[ReadingRow, ...]:
        """The readings of this meter alone."""
        return tuple(row for row in self.history if row.meter_id == self.id)

    @property
    def last_billed_on(self) -> date | None:
        return max((row.read_on for row in self.own_history if row.billed), default=None)

    @property
    def last_read_on(self) -> date | None:
        return max((register.last_on for register in self.registers if register.last_on), default=None)

    def last_before(self, register_id: str, day: date) -> ReadingRow | None:
        """The newest reading that counts and was taken before this day."""
        return next(
            (row for row in self.history if row.register_id == register_id and row.counts and row.read_on < day), None
        )

    def handed_in_on(self, day: date) -> tuple[ReadingRow, ...]:
        """What the customer handed in for this day and can correct (R-ABL-13)."""
        return tuple(row for row in self.own_history if row.read_on == day and row.case_id and row.counts)


def present_meter(row: Row, readings: Sequence[Row], found_factors: Sequence[Row]) -> MeterView:
    """A meter with its history, newest first."""
    request = row["request"] or {}
    history = tuple(_merge_reported([_row(row) for row in readings]))
    ends_on = _day(row["ends_on"])
    ends = [day for day in (_day(row["removed_on"]), ends_on - DAY if ends_on else None) if day]
    return MeterView(
        id=row["id"],
        contract_id=row["contract_id"],
        number=row["number"],
        form=row["form"],
        location=row["location"],
        commodity=row["commodity"],
        account_number=row["account_number"],
        place=f"{row['street']} {row['house_number']}",
        remote=row["remote"],
        installed_on=date.fromisoformat(row["installed_on"]),
        removed_on=_day(row["removed_on"]),
        last_day=min(ends, default=None),
        window_from=_day(request.get("window_from")),
        due_on=_day(request.get("due_on")),
        billing_on=_day(request.get("billing_on")),
        price_changes=tuple(_price_changes(row["prices"])),
        registers=tuple(_register(each, history) for each in row["registers"] or ()),
        history=history,
        energy=_factors(found_factors),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _price_changes(prices: Iterable[Row]) -> Iterable[date]:
    """Days on which a unit pays another price than the day before."""
    ordered = sorted(prices, key=lambda price: price["from"])
    for before, after in pairwise(ordered):
        if Decimal(before["unit_price_ct"]) != Decimal(after["unit_price_ct"]):
            yield date.fromisoformat(after["from"])


def _register(row: Row, history: Sequence[ReadingRow]) -> RegisterView:
    newest = next((each for each in history if each.register_id == row["id"] and each.counts), None)
    return RegisterView(
        id=row["id"],
        field=f"stand-{row['obis'].split(':')[1].replace('.', '-')}",
        obis=row["obis"],
        label=row["label"],
        digits=row["digits"],
        decimals=row["decimals"],
        unit=row["unit"],
        last=newest.value if newest else None,
        last_on=newest.read_on if newest else None,
    )


def _factors(found: Sequence[Row]) -> EnergyFactors | None:
    for row in found:
        printed = [Decimal(row[name]) if row[name] else None for name in ("z", "h")]
        return EnergyFactors(Decimal(row["per_unit"]), *printed)
    return None


def _row(row: Row) -> ReadingRow:
    return ReadingRow(
        register_id=row["register_id"],
        meter_id=row["meter_id"],
        label=row["label"],
        number=row["number"],
        unit=row["unit"],
        digits=row["digits"],
        decimals=row["decimals"],
        value=Decimal(row["value"]),
        read_on=date.fromisoformat(row["read_on"]),
        source=row["source"],
        state=row["state"],
        billed=row["billed"],
        case_id=row["case_id"],
        plausibility=row["plausibility"],
        version=row["version"],
        replaced=row["replaced"],
    )


def _merge_reported(rows: Sequence[ReadingRow]) -> list[ReadingRow]:
    """The operator's value and the customer's of the same day become one line with both (R-ABL-12)."""
    stronger = {(row.register_id, row.read_on): row for row in rows if row.state == BOOKED and row.source != "KUNDE"}
    reported = {
        (row.register_id, row.read_on): row.value
        for row in reversed(rows)
        if row.source == "KUNDE" and row.counts and (row.register_id, row.read_on) in stronger
    }
    merged = []
    for row in rows:
        key = (row.register_id, row.read_on)
        if key in reported and row.source == "KUNDE" and row.counts:
            continue
        if key in reported and row is stronger[key] and reported[key] != row.value:
            row = row._replace(reported=reported[key])
        merged.append(row)
    return merged


def _with_since(rows: Sequence[ReadingRow], index: int, factors: EnergyFactors | None) -> ReadingRow:
    row = rows[index]
    before = next((each for each in rows[index + 1 :] if each.register_id == row.register_id and each.counts), None)
    if before is None or not row.counts or row.read_on == before.read_on:
        return row
    since = row.value - before.value
    if since < 0 and row.state == BOOKED:
        since = used(Span(before.value, row.value, row.digits))
    if since < 0:
        return row
    energy = factors.kwh(since) if factors and row.label != FEED_IN else None
    return row._replace(since=since, since_kwh=energy)


def is_guess(row: ReadingRow) -> bool:
    """Whether the value is an estimate or a substitute."""
    return row.source in GUESSED
