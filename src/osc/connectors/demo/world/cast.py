"""The people that tests and demos know by name, before the crowd."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from osc.connectors.demo.world.households import (
    FIRST_ACCOUNT,
    Household,
    Supply,
    electricity,
    gas,
    invent_household,
    water,
)
from osc.connectors.demo.world.metering_records import used
from osc.connectors.demo.world.people import Person, canary, invent_person

LANDLORD_ACCOUNTS = 60
# the showcase has these numbers; the crowd steps over them
RESERVED = range(10284400, 10284450)
CAST_SIZE = 5  # Jana, A, B, C, L


def jana(today: date) -> Household:
    """The showcase: electricity, gas and water at Ahornweg 12, 290 euro on the first of the month."""
    person = Person("GP0000000", "Jana", "Albrecht", None, "jana.albrecht@example.org", "03220 4417", "Ahornweg", "12")
    strom = Supply(
        "STROM", 2700, 0, "1EMH0012345678", "ELECTRONIC", "Keller links", 6, 0, "kWh", account=0,
        monthly_readings=True, fixed_instalment=95,
    )  # fmt: skip
    last_month = today.replace(day=1)
    strom = replace(strom, start_value=17_738 - used(strom, date(2023, 1, 1), last_month))
    return Household(
        0, "jana", person, ("IR10284417", "IR10284425", "IR10284433"),
        (
            strom,
            Supply("GAS", 1290, 4210, "7GMT0012345690", "GAS", "Keller rechts", 5, 0, "m3", account=1,
                   fixed_instalment=150, billing_month=10),
            Supply("WASSER", 115_000, 412_345, "8HYD0012345706", "WATER", "Hausanschlussraum", 5, 3, "m3", account=2,
                   fixed_instalment=45),
        ),
        requests_reading=True,
    )  # fmt: skip


def lettered(index: int, letter: str, account: int, random: Random) -> Household:
    """A, B, C: one contract account each; only A has an e-mail address on file."""
    person = invent_person(index, random, company=False, email=False)
    if letter == "A":
        person = replace(person, email=f"{canary(index).lower()}@example.org")
    return Household(
        index, letter, person, (f"IR{account:08}",),
        (replace(electricity(index, random), account=0, estimated=False),), requests_reading=True,
    )  # fmt: skip


def landlord(index: int, account: int, random: Random) -> Household:
    """L: one person with sixty contract accounts."""
    person = invent_person(index, random, company=False, email=True)
    makers = (electricity, gas, water)
    supplies = tuple(
        replace(makers[position % 3](index * 1000 + position, random), account=position)
        for position in range(LANDLORD_ACCOUNTS)
    )
    numbers = tuple(f"IR{account + 8 * position:08}" for position in range(LANDLORD_ACCOUNTS))
    return Household(index, "L", person, numbers, supplies)


def all_households(accounts: int, seed: int, today: date) -> Iterator[Household]:
    """The cast, then the crowd, until there are `accounts` contract accounts; the same for the same arguments."""
    random = Random(seed)  # noqa: S311 - a deterministic pretend world
    made, account = 0, FIRST_ACCOUNT
    for index in range(10**9):
        if index == 0:
            household = jana(today)
        elif index < CAST_SIZE - 1:
            household = lettered(index, "ABC"[index - 1], account, random)
        elif index == CAST_SIZE - 1:
            household = landlord(index, account, random)
        else:
            household = invent_household(index, account, random, today)
        yield household
        made += len(household.account_numbers)
        account += 8 * len(household.account_numbers) + random.choice((1, 2, 3, 5)) * 8
        if made >= accounts:
            return
        if RESERVED.start - 8 * LANDLORD_ACCOUNTS < account < RESERVED.stop:
            account = RESERVED.stop
