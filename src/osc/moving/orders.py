"""A move as its parts: what ends where and when, what begins, where the final bill goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from osc.contracts.lookup import RunningContract
from osc.foundation.calendars import MarketCalendar
from osc.moving.rules.dates import IN, OUT, Effective, Process, contract_end, effective, notice_for_move

MARKET = MarketCalendar()


@dataclass(frozen=True, slots=True)
class MoveOut:
    """Leaving: the day of handing over, readings by register (external id, OBIS, value), who follows or lets."""

    moves_on: date
    readings: Sequence[Mapping[str, str]] = ()
    successor: str = ""
    readings_complete: bool = False


@dataclass(frozen=True, slots=True)
class MoveIn:
    """Arriving: `keep` says whether the contracts come along; meter and market location as far as known (R-UMZ-5)."""

    moves_on: date
    address: Mapping[str, str]
    commodities: Sequence[str]
    keep: bool = False
    meter: str = ""
    market_location: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody reports; at least one of the two."""

    out: MoveOut | None
    into: MoveIn | None
    final_address: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """What makes two forms the same."""
        return {"out": repr(self.out), "in": repr(self.into), "final_address": dict(self.final_address)}


@dataclass(frozen=True, slots=True)
class Ending:
    """One contract that ends: the day the move counts from and the last day of supply (R-UMZ-3)."""

    contract_id: UUID
    external_id: str
    commodity: str
    account_number: str
    counts_on: Effective
    last_day: date

    def row(self) -> dict[str, Any]:
        """For messages, pages and mails."""
        return {
            "contract": self.external_id, "commodity": self.commodity, "account": self.account_number,
            "effective_on": self.counts_on.on.isoformat(), "moved": self.counts_on.moved,
            "last_day": self.last_day.isoformat(),
        }  # fmt: skip


def process_of(commodity: str) -> Process:
    """How this utility reports moves of a Sparte."""
    rules = settings.UTILITY.leaving
    return {
        "STROM": Process(market=True, lead_days=rules.electricity_lead_days, back_days=rules.electricity_back_days),
        "GAS": Process(market=True, lead_days=rules.gas_lead_days, back_days=rules.gas_back_days),
    }.get(commodity, Process(market=False, lead_days=0, back_days=rules.other_back_days))


def ending_of(contract: RunningContract, moves_on: date, received_on: date, *, keep: bool) -> Ending:
    """When one contract ends. A contract that comes along ends at the old place with the move itself."""
    counts = effective(OUT, moves_on, received_on, process_of(contract.commodity), MARKET)
    last_day = counts.on
    if not keep:
        notice, to_month_end = notice_for_move(contract.commodity, contract.supply_form)
        last_day = max(last_day, contract_end(moves_on, received_on, notice, to_month_end=to_month_end))
    return Ending(contract.id, contract.external_id, contract.commodity, contract.account_number, counts, last_day)


def beginning_of(commodity: str, moves_on: date, received_on: date) -> Effective:
    """From when a Sparte is supplied at the new place."""
    return effective(IN, moves_on, received_on, process_of(commodity), MARKET)
