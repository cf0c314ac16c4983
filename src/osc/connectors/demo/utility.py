"""The pretend utility as a whole: its world, its book, its post office, its fault switch."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from osc.connectors.demo.bills.archive_room import Archive
from osc.connectors.demo.booking import Book
from osc.connectors.demo.desk.records import keep
from osc.connectors.demo.faults import FaultSwitch
from osc.connectors.demo.letters import PrintRoom
from osc.connectors.demo.post import PostOffice
from osc.connectors.demo.store import Store
from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.records import household_records
from osc.connectors.demo.world.tariffs import tariff_records


@dataclass(frozen=True)
class DemoUtility:
    """Everything one process needs."""

    store: Store
    book: Book
    post: PostOffice
    switch: FaultSwitch
    archive: Archive
    accounts: int
    seed: int
    today: date
    token: str


def open_utility(data_dir: Path, *, accounts: int, seed: int, today: date, token: str) -> DemoUtility:
    """Opens the store; the first time it is filled from the world. The world keeps the day it was made on."""
    data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(data_dir / "utility.sqlite")
    made = store.setting("world", "")
    if not made:
        _fill(store, accounts, seed, today)
        made = f"{accounts} {seed} {today}"
        store.remember("world", made)
    kept_accounts, kept_seed, kept_day = made.split()
    return DemoUtility(
        store, Book(store), PostOffice(store, PrintRoom(data_dir / "letters")),
        FaultSwitch(store, seed),
        Archive(store, int(kept_accounts), int(kept_seed), date.fromisoformat(kept_day)), int(kept_accounts),
        int(kept_seed), date.fromisoformat(kept_day), token,
    )  # fmt: skip


def _fill(store: Store, accounts: int, seed: int, today: date) -> None:
    """What bookings are checked against: master data, which register hangs on which account, and its last value."""
    with store.transaction() as connection:
        connection.execute("delete from register")
        connection.execute("delete from record")
        keep(connection, tariff_records(today))
        for household in all_households(accounts, seed, today):
            contracts: dict[str, str] = {}
            meters: dict[str, tuple[str, str]] = {}
            registers: dict[str, tuple[str, int]] = {}
            last: dict[str, str] = {}
            records = list(household_records(household, today))
            keep(connection, records)
            for each in records:
                data = each["data"]
                if each["kind"] == "contract":
                    contracts[each["id"]] = data["contract_account"].removeprefix("VK-")
                elif each["kind"] == "meter":
                    meters[each["id"]] = (data["number"], contracts[data["contract"]])
                elif each["kind"] == "register":
                    registers[each["id"]] = (data["meter"], data["digits"])
                elif each["kind"] == "reading":
                    last[data["register"]] = data["value"]
            connection.executemany(
                "insert into register values (?, ?, ?, ?, ?, ?)",
                [(id_, meter, *meters[meter], last.get(id_, "0"), digits)
                 for id_, (meter, digits) in registers.items()],
            )  # fmt: skip
