"""`python -m bench --large`: whether pages stay as fast when the utility has a hundred times as many customers.

One running portal and the same visitors: measured with few contract accounts, and again after the export of the same
world with many was imported over it. So the demo itself need not start with many.
"""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import kill
from pathlib import Path
from typing import Any

import psycopg
from tools.demo import staff_code

from bench.imports import empty_copy, environment, export_world, import_into
from bench.measure import Figures, Scale, Slice
from bench.pages import FEW, visitors_of
from bench.portal import Ask, Visitor
from bench.processes import variables_of

BEFORE, AFTER = 1_000, 100_000
# the demo's own seed: what is there already comes again unchanged
SEED = 1


def growth(scale: Scale, accounts: int) -> Figures:
    """The overview and the team's search before and after, by CPU, and an import of each size by CPU a record."""
    card = scale.card
    slices = [
        Slice("overview", [each.get("/") for each in visitors_of(card, scale.port, FEW)]),
        Slice("search", [_search(scale)], threads=2),
    ]
    with tempfile.TemporaryDirectory(prefix="osc-bench-") as folder, _no_jobs(card):
        few = import_into(environment(empty_copy(card)), export_world(card, BEFORE, SEED, Path(folder)))
        before = scale.weigh(scale.floor_asks("/"), slices)
        file = export_world(card, accounts, SEED, Path(folder))
        portals = variables_of(card) | {"DATABASE_URL": card["superuser_database_url"], "OSC_STATEMENT_TIMEOUT_MS": "0"}
        many = import_into(portals, file)
        found: Figures = {"large.accounts": accounts, "large.file_mib": file.stat().st_size / 2**20}
        with psycopg.connect(card["superuser_database_url"], autocommit=True) as connection:
            connection.execute("vacuum analyze")
        after = scale.weigh(scale.floor_asks("/"), slices)
    found |= {f"large.import_{key}": value for key, value in many.items()}
    for key in (
        "overview.cpu_ratio",
        "overview.cpu_ms",
        "overview.p50_ms",
        "search.p50_ms",
        "overview.errors",
        "search.errors",
    ):
        found |= {f"large.{key}_before": before[key], f"large.{key}_after": after[key]}
    return found | {
        "large.overview_growth": after["overview.cpu_ratio"] / before["overview.cpu_ratio"],
        "large.import_growth": many["cpu_s"] / many["records"] / (few["cpu_s"] / few["records"]),
    }


def _search(scale: Scale) -> Ask:
    """A member of the team looks for a customer by name and town."""
    person = scale.card["staff"][0]
    member = Visitor(scale.port, person)
    member.post(member.location, code=staff_code(person))
    return member.get("/team/kunden/?suche=Albrecht+Lindenau")


@contextmanager
def _no_jobs(card: dict[str, Any]) -> Iterator[None]:
    """The worker rests, or it would look at the new bills while pages are measured."""
    kill(card["pids"]["worker"], signal.SIGSTOP)
    try:
        yield
    finally:
        kill(card["pids"]["worker"], signal.SIGCONT)
