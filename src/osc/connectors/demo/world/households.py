"""Which households there are: every kind that a portal must cope with, again and again."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from osc.connectors.demo.world.people import LOCATIONS, Person, invent_person


@dataclass(frozen=True, slots=True)
class Supply:
    """One contract with its meter. `annual` and `start_value` count the register's smallest steps."""

    commodity: str
    annual: int
    start_value: int
    meter_number: str
    form: str
    location: str
    digits: int
    decimals: int
    unit: str
    account: int = 0
    tariff_registers: bool = False
    sum_register: bool = False
    # last year's customer reading gave way to the meter operator's
    replaced_reading: bool = False
    feed_in: bool = False
    remote: bool = False
    exchange: bool = False
    estimated: bool = False
    monthly_readings: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    instalment_bias: int = 0
    fixed_instalment: int | None = None
    # the month in which a billing period begins
    billing_month: int = 1


@dataclass(frozen=True, slots=True)
class Household:
    """A partner with contract accounts and what hangs on them."""

    index: int
    kind: str
    person: Person
    account_numbers: tuple[str, ...]
    supplies: tuple[Supply, ...]
    by_debit: bool = True
    requests_reading: bool = False
    market_locations: dict[str, str] = field(default_factory=dict)


KINDS = (
    "strom", "strom_gas", "strom_gas_wasser", "strom", "waerme", "ht_nt", "strom_gas", "feed_in", "smart", "exchange",
    "strom", "rollover", "moved_in", "strom_gas_wasser", "moved_out", "estimated", "transfer", "empty", "company",
    "shared", "strom", "strom_gas", "same_tail",
)  # fmt: skip
FIRST_ACCOUNT = 10000017
MAKERS = {"STROM": "1EMH00", "GAS": "7GMT00", "WASSER": "8HYD00", "FERNWAERME": "6KAM00"}


def invent_household(index: int, account: int, random: Random, today: date) -> Household:
    """The household number `index`, whose first contract account has the number `account`."""
    kind = KINDS[index % len(KINDS)]
    person = invent_person(index, random, company=kind == "company", email=random.random() < 0.5)
    supplies = _supplies(kind, index, random, today)
    own_accounts = kind not in {"shared", "same_tail", "company"}
    count = max(1, len(supplies)) if own_accounts else 1
    numbers = tuple(f"IR{account + offset * 8:08}" for offset in range(count))
    placed = tuple(replace(supply, account=position if own_accounts else 0) for position, supply in enumerate(supplies))
    return Household(
        index,
        kind,
        person,
        numbers,
        placed,
        by_debit=kind != "transfer",
        requests_reading=random.random() < 0.4,
    )


def _supplies(kind: str, index: int, random: Random, today: date) -> tuple[Supply, ...]:
    strom = electricity(index, random)
    special = {
        "ht_nt": replace(strom, tariff_registers=True, sum_register=index % 2 == 0),
        "transfer": replace(
            strom,
            decimals=1,
            annual=strom.annual * 10,
            start_value=strom.start_value * 10,
            estimated=False,
            replaced_reading=True,
            # pays too little all year, so that something is open
            instalment_bias=-30,
        ),
        "feed_in": replace(strom, feed_in=True),
        "smart": replace(strom, remote=True),
        "exchange": replace(strom, exchange=True),
        "estimated": replace(strom, estimated=True),
        "rollover": replace(strom, digits=5, start_value=99_873 - strom.annual * 2),
        "moved_in": replace(strom, starts_on=today.replace(day=1)),
        "moved_out": replace(strom, ends_on=date(today.year, 6, 30)),
    }
    if kind == "empty":
        return ()
    if kind == "waerme":
        return strom, heat(index, random), water(index, random)
    if kind == "same_tail":
        tail = strom.meter_number[-8:]
        return (
            replace(strom, meter_number=MAKERS["STROM"] + tail),
            replace(gas(index, random), meter_number=MAKERS["GAS"] + tail),
        )
    more = {
        "strom_gas": (gas(index, random),),
        "strom_gas_wasser": (gas(index, random), water(index, random)),
        "shared": (gas(index, random), water(index, random)),
    }
    return (special.get(kind, strom), *more.get(kind, ()))


def meter_number(commodity: str, index: int, random: Random) -> str:
    """14 characters as modern meters have, or an old 8-digit number for every ninth household."""
    serial = f"{(index * 7919 + random.randrange(10**4) * 10**4) % 10**8:08}"
    return serial if index % 9 == 4 and commodity == "STROM" else MAKERS[commodity] + serial


def _supply(commodity: str, index: int, random: Random, annual: int, **shape: object) -> Supply:
    return Supply(
        commodity=commodity, annual=annual, start_value=random.randrange(annual, annual * 6),
        meter_number=meter_number(commodity, index, random), location=random.choice(LOCATIONS),
        estimated=random.random() < 0.1, instalment_bias=random.choice((-20, -8, -3, 2, 6, 15)), **shape,  # type: ignore[arg-type] - shape per commodity
    )  # fmt: skip


def electricity(index: int, random: Random) -> Supply:
    """1,500 to 5,500 kWh a year."""
    return _supply("STROM", index, random, random.randint(1500, 5500), form="ELECTRONIC", digits=6, decimals=0,
                   unit="kWh")  # fmt: skip


def gas(index: int, random: Random) -> Supply:
    """700 to 2,200 m³ a year."""
    return _supply("GAS", index, random, random.randint(700, 2200), form="GAS", digits=5, decimals=0, unit="m3")


def water(index: int, random: Random) -> Supply:
    """45 to 190 m³ a year, counted in litres."""
    return _supply("WASSER", index, random, random.randint(45_000, 190_000), form="WATER", digits=5, decimals=3,
                   unit="m3")  # fmt: skip


def heat(index: int, random: Random) -> Supply:
    """6,000 to 16,000 kWh a year; every other meter counts in MWh with three decimals."""
    megawatt = index % 2 == 0
    return _supply("FERNWAERME", index, random, random.randint(6000, 16000), form="HEAT",
                   digits=4 if megawatt else 6, decimals=3 if megawatt else 0,
                   unit="MWh" if megawatt else "kWh")  # fmt: skip
