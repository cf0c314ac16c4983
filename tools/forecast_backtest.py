"""How often the forecast's 80 % range held, over years it had not seen: `python -m tools.forecast_backtest`.

The households are those of the demo utility. Their own years are too smooth for a test, so this script gives
them others: cold and mild years and months, habits that wander and sometimes break, hot water that differs,
own seasons, readings that come late, are estimated or missing. Three years are history, the fourth is the year
to be foretold from a random day on; nothing in the forecast knows how these years are made.
"""

import argparse
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from random import Random

from osc.billing.rules.instalments.forecast import forecast
from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.households import Supply
from osc.connectors.demo.world.metering_records import KWH_PER_M3, KWH_PER_MWH
from osc.foundation.period import Period
from osc.metering.rules.profiles import DEGREE_DAYS
from osc.metering.rules.stretches import Stretch

FIRST_YEAR, UNSEEN_YEAR = 2023, 2026
TYPICAL = {"STROM": 3000, "GAS": 15000, "FERNWAERME": 10000, "WASSER": 110}
H25_MONTHS = (1011, 882, 884, 813, 774, 715, 742, 738, 730, 836, 885, 990)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One forecast against what came: `truth` is the consumption of the whole unseen year."""

    commodity: str
    truth: float
    expected: float
    low: float
    high: float
    naive: float
    last_year: float


def weather(random: Random) -> dict[tuple[int, int], float]:
    """Heating demand of each month against a normal one, the same for the whole town."""
    found = {}
    for year in range(FIRST_YEAR, UNSEEN_YEAR + 1):
        winter, before = random.gauss(1, 0.06), 0.0
        for month in range(1, 13):
            before = 0.35 * before + random.gauss(0, 0.11 if month in (1, 2, 3, 11, 12) else 0.22)
            found[year, month] = max(0.3, winter * (1 + before))
    return found


def habits(random: Random) -> dict[int, float]:
    """A household's level by year: it wanders, and in one year of eight something really changes."""
    level, found = 1.0, {}
    for year in range(FIRST_YEAR, UNSEEN_YEAR + 1):
        level *= max(0.5, random.gauss(1, 0.06))
        if random.random() < 0.12:
            level *= random.choice((0.72, 0.82, 1.18, 1.35))
        found[year] = level
    return found


def daily_use(supply: Supply, cold: dict[tuple[int, int], float], random: Random) -> list[float]:
    """What the household used on each day, in the unit of its bill."""
    per_unit = KWH_PER_M3 if supply.commodity == "GAS" else KWH_PER_MWH if supply.unit == "MWh" else 1
    annual = supply.annual * 10.0**-supply.decimals * float(per_unit)
    levels, hot_water = habits(random), random.uniform(0.05, 0.28)
    swing, away = random.gauss(0, 0.06), {year: random.randint(1, 330) for year in levels}
    uses, day = [], date(FIRST_YEAR, 1, 1)
    while day.year <= UNSEEN_YEAR:
        if supply.commodity in {"GAS", "FERNWAERME"}:
            heat = float(DEGREE_DAYS[day.month - 1]) / 1000 / 30.4 * cold[day.year, day.month]
            share = heat * (1 - hot_water) + hot_water / 365
        elif supply.commodity == "STROM":
            share = (
                H25_MONTHS[day.month - 1] / 10_000 / 30.4 * (1 + swing * (1 if day.month in (1, 2, 11, 12) else -0.5))
            )
        else:
            share = (1 + 0.10 * (day.month in (6, 7, 8))) / 365
        if day.day == 1:
            month_luck = random.gauss(1, 0.05)
        start = away[day.year]
        if start <= day.timetuple().tm_yday < start + 14:
            share *= 0.45 if supply.commodity != "GAS" else 0.8
        uses.append(max(0.0, annual * share * levels[day.year] * month_luck * random.gauss(1, 0.25)))
        day += DAY
    return uses


def readings_of(uses: list[float], until: date, random: Random) -> list[tuple[date, float, bool]]:
    """Days (inclusive) on which the meter was read, what it had counted, and whether that was a guess."""
    sums = list(accumulate(uses))
    first = date(FIRST_YEAR, 1, 1)
    found = []
    for year in range(FIRST_YEAR - 1, UNSEEN_YEAR):
        day, guessed = date(year, 12, 31), year == UNSEEN_YEAR - 1 and random.random() < 0.12
        counted = sums[(day - first).days] if day >= first else 0.0
        found.append((day, counted, guessed))
    if found[-1][2]:  # the estimate: last year's use again
        found[-1] = (found[-1][0], max(found[-2][1], 2 * found[-2][1] - found[-3][1]), True)
    if random.random() < 0.15:
        del found[0:2]  # moved in: only one year of history
    every = random.choice((None, None, 30, 91))
    last = date(UNSEEN_YEAR, 1, 1) + timedelta(days=every or 400)
    while every and last <= until:
        if sums[(last - first).days] >= found[-1][1]:
            found.append((last, sums[(last - first).days], False))
        last += timedelta(days=every)
    return found


def foretell(supply: Supply, cold: dict[tuple[int, int], float], random: Random) -> Case:
    """One household, one day of the unseen year on which it looks."""
    uses = daily_use(supply, cold, random)
    today = date(UNSEEN_YEAR, 1, 15) + timedelta(days=random.randint(0, 300))
    readings = readings_of(uses, today, random)
    stretches = [
        Stretch(Period(old[0] + DAY, new[0] + DAY), Decimal(str(round(new[1] - old[1], 3))), old[2] or new[2])
        for old, new in pairwise(readings)
    ]
    year = Period(date(UNSEEN_YEAR, 1, 1), date(UNSEEN_YEAR + 1, 1, 1))
    made = forecast(
        commodity=supply.commodity, period=year, stretches=stretches, typical=Decimal(TYPICAL[supply.commodity])
    )
    in_year = [each for each in stretches if each.period.start >= year.start]
    used, days = sum(float(each.used) for each in in_year), sum(each.period.days for each in in_year)
    last_year = float([each for each in stretches if each.period.end <= year.start][-1].used)
    return Case(
        supply.commodity, sum(uses[-365:]), float(made.expected), float(made.low), float(made.high),
        used / days * 365 if days else last_year, last_year,
    )  # fmt: skip


def run(households: int, seed: int) -> list[Case]:
    """Forecasts for every supply of so many households in one invented town; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - a deterministic pretend world
    cold, cases = weather(random), []
    for number, household in enumerate(all_households(10**9, seed, date(UNSEEN_YEAR, 11, 24))):
        if number >= households:
            break
        kept = [supply for supply in household.supplies if supply.starts_on is None and supply.ends_on is None]
        cases += [foretell(supply, cold, random) for supply in kept[:4]]
    return cases


def coverage(cases: list[Case]) -> float:
    """The share of cases whose year ended inside of the range."""
    return sum(case.low <= case.truth <= case.high for case in cases) / len(cases)


def error(cases: list[Case], name: str) -> float:
    """Mean absolute error against the true year, in percent of it."""
    return 100 * sum(abs(getattr(case, name) - case.truth) / case.truth for case in cases) / len(cases)


def line(label: str, cases: list[Case]) -> str:
    """One line of the report."""
    width = 100 * sum((case.high - case.low) / 2 / case.truth for case in cases) / len(cases)
    return (
        f"{label:12} {len(cases):6}  {100 * coverage(cases):5.1f} %   ±{width:4.1f} %   "
        f"{error(cases, 'expected'):5.1f} %   {error(cases, 'last_year'):5.1f} %   {error(cases, 'naive'):5.1f} %"
    )


def main() -> None:
    """Prints one line a seed and one a commodity."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(101, 111)))
    arguments = parser.parse_args()
    print("seed          cases  held     half    forecast  last year  linear by days")
    print("                              width   error     again      from this year's readings")
    everything: list[Case] = []
    for seed in arguments.seeds:
        cases = run(arguments.households, seed)
        everything += cases
        print(line(str(seed), cases))
    for commodity in sorted({case.commodity for case in everything}):
        print(line(commodity, [case for case in everything if case.commodity == commodity]))
    print(line("all", everything))


if __name__ == "__main__":
    main()
