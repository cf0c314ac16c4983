"""From rows to what the overview says. Amounts are gross EUR; dates are civil days in Berlin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.portal.overview.consumption import Trend, present_trend

Row = Mapping[str, Any]
DAY = timedelta(days=1)
SHOWN_TASKS = 3


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid next: the day, the sum of all instalments due then, and how."""

    due_on: date
    amount: Decimal
    by_debit: bool
    commodities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, with its last day. `kind` is "reading", "invoice", "price_change", "bank" or "instalment"."""

    kind: str
    due_on: date
    commodity: str
    meter_id: str = ""
    contract_id: str = ""
    number: str = ""
    amount: Decimal | None = None
    hint: Row | None = None


@dataclass(frozen=True, slots=True)
class ContractCard:
    """One running contract with its instalment, its meter and its year."""

    id: str
    commodity: str
    account_number: str
    place: str
    instalment: Decimal | None
    meter_id: str
    remote: bool
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All blocks of the page; an empty block is an empty tuple or None."""

    name: str
    places: tuple[str, ...]
    payment: Payment | None
    tasks: tuple[Task, ...]
    contracts: tuple[ContractCard, ...]
    letters: tuple[Row, ...]
    unread: int
    has_accounts: bool


def present_overview(data: Mapping[str, list[Row]], *, today: date) -> Overview:
    """Puts the page together from the rows of its statements."""
    letters = data["letters"]
    return Overview(
        name=data["partners"][0]["name"] if data["partners"] else "",
        places=tuple(dict.fromkeys(_place(row) for row in data["contracts"])),
        payment=_next_payment(data["dues"]),
        tasks=_first_tasks(_tasks(data, today)),
        contracts=tuple(_cards(data, today)),
        letters=tuple(letters),
        unread=letters[0]["unread_count"] if letters else 0,
        has_accounts=bool(data["accounts"]),
    )


def _place(row: Row) -> str:
    return f"{row['street']} {row['house_number']}, {row['city']}"


def _next_payment(dues: list[Row]) -> Payment | None:
    # a later plan of the same contract replaces the earlier one
    current = [row for row in {row["contract_id"]: row for row in dues}.values() if row["due_on"]]
    if not current:
        return None
    first = min(row["due_on"] for row in current)
    then = [row for row in current if row["due_on"] == first]
    return Payment(
        due_on=date.fromisoformat(first),
        amount=sum((Decimal(row["amount"]) for row in then), Decimal(0)),
        by_debit=all(row["payment_method"] == "direct_debit" for row in then),
        commodities=tuple(dict.fromkeys(row["commodity"] for row in then)),
    )


def _tasks(data: Mapping[str, list[Row]], today: date) -> Iterable[Task]:
    for meter in data["meters"]:
        request = meter["request"]
        if request and not meter["remote"] and date.fromisoformat(request["window_from"]) <= today:
            due_on = date.fromisoformat(request["due_on"])
            if due_on >= today:
                yield Task("reading", due_on, meter["commodity"], meter_id=meter["id"], number=meter["number"])
    for invoice in data["open_invoices"]:
        due_on = date.fromisoformat(invoice["due_on"])
        yield Task("invoice", due_on, "", number=invoice["account_number"], amount=Decimal(invoice["amount"]))
    for hint in data["hints"]:
        last_day = date.fromisoformat(hint["last_day"])
        yield Task(
            "instalment", last_day, hint["commodity"], contract_id=hint["contract_id"], number=hint["number"], hint=hint
        )
    for account in data["no_mandate"]:
        yield Task("bank", today, "", number=account["number"])
    for contract in data["contracts"]:
        change = contract["price_change"]
        # until the day before a new price holds there is something to decide (R-VTR-6)
        if change and change["announced_on"] <= today.isoformat() < change["effective_on"]:
            last_day = date.fromisoformat(change["effective_on"]) - DAY
            yield Task(
                "price_change", last_day, contract["commodity"], contract_id=contract["id"], number=contract["number"]
            )


def _first_tasks(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Three tasks by their last day; one of each kind comes before a second of the same."""
    seen: dict[str, int] = {}
    ranked = []
    for task in sorted(tasks, key=lambda task: task.due_on):
        ranked.append((seen.get(task.kind, 0), task))
        seen[task.kind] = seen.get(task.kind, 0) + 1
    chosen = sorted(ranked, key=lambda pair: pair[0])[:SHOWN_TASKS]
    return tuple(sorted((task for _, task in chosen), key=lambda task: task.due_on))


def _cards(data: Mapping[str, list[Row]], today: date) -> Iterable[ContractCard]:
    plans = {row["contract_id"]: Decimal(row["amount"]) for row in data["dues"]}
    meters = {row["contract_id"]: row for row in data["meters"]}
    years: dict[str, dict[int, Row]] = {}
    for row in data["consumption"]:
        years.setdefault(row["contract_id"], {})[row["year"]] = row
    for contract in data["contracts"]:
        meter = meters.get(contract["id"])
        yield ContractCard(
            id=contract["id"],
            commodity=contract["commodity"],
            account_number=contract["number"],
            place=_place(contract),
            instalment=plans.get(contract["id"]),
            meter_id=meter["id"] if meter else "",
            remote=bool(meter and meter["remote"]),
            trend=present_trend(years.get(contract["id"], {}), today=today),
        )
