"""Measuring pages against the floor, slice by slice in turn, so that a busy machine disturbs both alike."""

import gzip
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.floor import SCHEMA
from bench.load import Request, Result, backends, family, load
from bench.portal import FORM, Ask

ROUNDS, SECONDS, FLOOR_PORT, WORKERS = 5, 1.0, 8990, 2
CALLS = """select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid
    where r.rolname = 'osc_web'"""
Figures = dict[str, float]


@dataclass(frozen=True)
class Slice:
    """What is measured under one name: our requests, where their answers may lead to, and from which address they
    come. With `steps`, a form that makes cases: the requests of all visitors for the first step stand before those
    for the second."""

    name: str
    ours: list[Ask]
    leads_to: tuple[str, ...] = ("",)
    source: str = "127.0.0.1"
    threads: int = 8
    steps: int = 1


@contextmanager
def running_floor(card: dict[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """The floor application on the demo's own database server."""
    dsn = card["superuser_database_url"]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    process = start_floor(dsn, FLOOR_PORT, WORKERS)
    try:
        wait_for(FLOOR_PORT, "/")
        yield process
    finally:
        process.terminate()
        process.wait()


def start_floor(dsn: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    """The floor as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
         "--blocking-threads", "1", "--no-ws", "bench.floor:application"],
        env={**os.environ, "FLOOR_DSN": dsn}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_for(port: int, path: str) -> None:
    """Until a server answers. Raises TimeoutError after a minute."""
    for _ in range(3000):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port}")


class Scale:
    """The portal and the floor, side by side."""

    def __init__(self, card: dict[str, Any], floor: subprocess.Popen[bytes]) -> None:
        self.card, self.web, self.floor, self.began = card, card["pids"]["web"], floor.pid, datetime.now(UTC)
        self.port = int(card["base_url"].rsplit(":", 1)[1])
        self.cookies = [self._floor_sign_in(number) for number in (*range(8), 1000)]

    def floor_asks(self, path: str, body: str | None = None, *, sixty: bool = False) -> list[Ask]:
        """Requests of eight customers of the floor, or of the one with sixty contracts."""
        method = "POST" if body else "GET"
        cookies = self.cookies[8:] if sixty else self.cookies[:8]
        return [lambda cookie=cookie: (method, path, body, {**cookie, **FORM}) for cookie in cookies]  # type: ignore[misc] - shape per request

    def weigh(self, floors: list[Ask], slices: list[Slice]) -> Figures:
        """CPU, tail and errors of each slice against the same slices of the floor."""
        statements = {
            each.name: self.statements(each.ours[:: len(each.ours) // each.steps][: each.steps]) for each in slices
        }
        theirs: list[Result] = []
        mine: dict[str, list[Result]] = {each.name: [] for each in slices}
        for _ in range(ROUNDS):
            theirs.append(load(FLOOR_PORT, floors, lambda: family(self.floor) | backends("osc"), seconds=SECONDS))
            for each in slices:
                if each.steps > 1:
                    self.settle()
                result = load(
                    self.port, each.ours, lambda: family(self.web) | backends("osc_web"), seconds=SECONDS,
                    source=each.source, leads_to=each.leads_to, threads=each.threads,
                )  # fmt: skip
                mine[each.name].append(result)
        base = median(each.cpu_ms for each in theirs)
        found: Figures = {}
        for name, results in mine.items():
            found |= {f"{name}.{key}": value for key, value in _summary(results, base).items()}
            found[f"{name}.sql"] = statements[name]
        return found

    def statements(self, steps: list[Ask]) -> float:
        """Statements of one request, BEGIN and COMMIT included, averaged over five; of the step that needs most."""
        counts = [0] * len(steps)
        with psycopg.connect(self.card["superuser_database_url"], autocommit=True) as connection:
            for _ in range(5):
                for number, ask in enumerate(steps):
                    (before,) = connection.execute(CALLS).fetchone() or (0,)
                    self.send(ask())
                    (after,) = connection.execute(CALLS).fetchone() or (0,)
                    counts[number] += after - before
        return max(counts) / 5

    def settle(self) -> None:
        """What the last second of load sent is gone: nobody reads one meter hundreds of times in a minute."""
        with psycopg.connect(self.card["superuser_database_url"], autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")  # the house's own triggers keep such rows
            for table in ("metering_submittedreading", "billing_instalmentchange"):
                connection.execute(
                    f"delete from {table} t using cases_case k where k.id = t.case_id and k.accepted_at >= %s".encode(),
                    [self.began],
                )

    def send(self, request: Request) -> bytes:
        """One request to the portal; the body of its answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(*request)
        response = connection.getresponse()
        assert response.status < 400, f"{request[1]}: {response.status}"
        return response.read()

    def html_gzip(self, ask: Ask) -> int:
        """Bytes of a page as a proxy sends it."""
        return len(gzip.compress(self.send(ask())))

    def first_visit(self, ask: Ask) -> Figures:
        """A page with everything it needs, in bytes as sent."""
        html = self.send(ask())
        found: Figures = {"total_gzip": len(gzip.compress(html)), "js_gzip": 0, "css_gzip": 0, "assets": 0}
        for path in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html.decode())):
            request = urllib.request.Request(self.card["base_url"] + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request) as response:
                size = len(response.read())
            found["total_gzip"] += size
            found["assets"] += 1
            kind = path.rsplit(".", 1)[1]
            if f"{kind}_gzip" in found:
                found[f"{kind}_gzip"] += size
        return found

    def _floor_sign_in(self, number: int) -> dict[str, str]:
        connection = HTTPConnection("127.0.0.1", FLOOR_PORT)
        connection.request("POST", "/sign-in", urlencode(floor_person(number)), FORM)
        response = connection.getresponse()
        response.read()
        return {"Cookie": str(response.getheader("Set-Cookie")).partition(";")[0]}


def floor_person(number: int) -> dict[str, str]:
    """A customer of the floor, as its sign-in form wants it."""
    return {"email": f"kunde{number}@example.org", "password": "Sommer-2026-Lindenau"}


def _summary(results: list[Result], base: float) -> Figures:
    cpu = median(each.cpu_ms for each in results)
    return {
        "cpu_ratio": cpu / base, "cpu_ms": cpu, "p50_ms": median(each.p50 for each in results),
        "tail": median(each.p99 / each.p50 for each in results), "errors": float(sum(each.errors for each in results)),
    }  # fmt: skip
