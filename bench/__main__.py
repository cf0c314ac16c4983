"""`make bench`: our pages against the floor, slice by slice in one run, with the goals of bench/goals.toml."""

import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg
from tools.demo import running_demo

from bench.floor import SCHEMA
from bench.load import Request, Result, backends, family, load, pss_mib
from bench.portal import FORM, Addresses, Visitor

ROUNDS, FLOOR_PORT, WORKERS = 3, 8990, 2
GOALS = tomllib.loads((Path(__file__).parent / "goals.toml").read_text())


def main() -> int:
    """Prints every figure beside its goal; 1 when a must goal is missed."""
    accounts = int(os.environ.get("OSC_BENCH_ACCOUNTS", "500"))
    with tempfile.TemporaryDirectory(prefix="osc-bench-") as folder:
        Path(folder).chmod(0o755)
        with running_demo(Path(folder) / "demo", accounts=accounts, port=8900) as card, running_floor(card) as floor:
            bench = Bench(card, floor)
            bench.pages()
            bench.weight()
            bench.memory()
            bench.cold_start()
            bench.imports()
            return report(bench.figures)


@contextmanager
def running_floor(card: dict[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """The floor application on the demo's own database server."""
    dsn = card["superuser_database_url"]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(FLOOR_PORT), "--workers", str(WORKERS),
         "--blocking-threads", "1", "--no-ws", "bench.floor:application"],
        env={**os.environ, "FLOOR_DSN": dsn}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(2)
        yield process
    finally:
        process.terminate()
        process.wait()


class Bench:
    """Collects figures by name: {"overview.cpu_ratio": 4.2, …}"""

    def __init__(self, card: dict[str, Any], floor: subprocess.Popen[bytes]) -> None:
        self.card, self.figures = card, dict[str, float]()
        self.port = int(card["base_url"].rsplit(":", 1)[1])
        self.web, self.floor = card["pids"]["web"], floor.pid
        one = [each for each in card["registered"] if each["kind"] in {"A", "strom", "jana", "transfer"}]
        self.visitors = [Visitor(self.port, person) for person in one[:8]]
        self.landlord = Visitor(self.port, next(each for each in card["registered"] if each["kind"] == "L"))
        self.floor_cookies = [self._floor_sign_in(number) for number in range(8)]

    def _floor_sign_in(self, number: int) -> dict[str, str]:
        connection = HTTPConnection("127.0.0.1", FLOOR_PORT)
        connection.request(
            "POST",
            "/sign-in",
            urlencode({"email": f"kunde{number}@example.org", "password": "Sommer-2026-Lindenau"}),
            FORM,
        )
        response = connection.getresponse()
        response.read()
        return {"Cookie": str(response.getheader("Set-Cookie")).partition(";")[0]}

    def _floor(self, method: str, path: str, body: str | None = None) -> list[Any]:
        return [lambda cookie=cookie: (method, path, body, {**cookie, **FORM}) for cookie in self.floor_cookies]

    def pages(self) -> None:
        """Every page against its floor, in turn, so that a busy machine disturbs both alike."""
        addresses = Addresses()
        sign_in = urlencode({"email": "kunde1@example.org", "password": "Sommer-2026-Lindenau"})
        pages = {
            "overview": ([each.get("/") for each in self.visitors], self._floor("GET", "/")),
            "overview_60": ([self.landlord.get("/")], self._floor("GET", "/")),
            "readings": ([each.get(f"{each.form}verlauf/") for each in self.visitors], self._floor("GET", "/readings")),
            "submit": ([each.submit() for each in self.visitors], self._floor("POST", "/readings", "value=5")),
            "sign_in": (
                [each.sign_in_again(addresses) for each in self.visitors],
                self._floor("POST", "/sign-in", sign_in),
            ),
        }
        for name, (ours, floors) in pages.items():
            self.figures |= {f"{name}.{key}": value for key, value in self._compare(name, ours, floors).items()}

    def _compare(self, name: str, ours: list[Any], floors: list[Any]) -> dict[str, float]:
        mine: list[Result] = []
        theirs: list[Result] = []
        statements = self._statements(ours[0])
        for _ in range(ROUNDS):
            theirs.append(load(FLOOR_PORT, floors, lambda: family(self.floor) | backends("osc")))
            # sign-ins come through the trusted proxy, so that each may have an address of its own
            source = "127.0.0.2" if name == "sign_in" else "127.0.0.1"
            mine.append(load(self.port, ours, lambda: family(self.web) | backends("osc_web"), source=source))
        cpu, base = median(each.cpu_ms for each in mine), median(each.cpu_ms for each in theirs)
        return {
            "cpu_ratio": cpu / base, "cpu_ms": cpu, "floor_cpu_ms": base, "sql": statements,
            "p50_ms": median(each.p50 for each in mine), "tail": median(each.p99 / each.p50 for each in mine),
            "errors": float(sum(each.errors for each in mine)),
        }  # fmt: skip

    def _statements(self, request: Any) -> float:
        """Statements of one request, BEGIN and COMMIT included, averaged over five."""
        with psycopg.connect(self.card["superuser_database_url"], autocommit=True) as connection:
            role = "select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'osc_web'"
            (before,) = connection.execute(role).fetchone() or (0,)
            for _ in range(5):
                _send(self.port, request())
            (after,) = connection.execute(role).fetchone() or (0,)
        return float(after - before) / 5

    def weight(self) -> None:
        """First visit of the overview: bytes as sent with gzip, and how many files."""
        visitor = self.visitors[0]
        html = visitor.fetch("GET", "/")
        assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
        total = len(gzip.compress(html.encode()))
        for path in assets:
            request = urllib.request.Request(self.card["base_url"] + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request) as response:
                total += len(response.read())
        self.figures |= {
            "overview.html_gzip": len(gzip.compress(html.encode())),
            "overview.total_gzip": total,
            "overview.assets": len(assets),
        }

    def memory(self) -> None:
        """Proportional memory of all web processes, by worker."""
        self.figures["portal.worker_pss_mib"] = pss_mib(family(self.web)) / WORKERS

    def cold_start(self) -> None:
        """Seconds from starting a second web server to its first good page."""
        environment = Path(f"/proc/{self.web}/environ").read_bytes().split(b"\0")
        variables = dict(each.decode().split("=", 1) for each in environment if b"=" in each)
        times = []
        for port in range(8960, 8963):
            began = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "osc.config.cli", "web"], env={**variables, "OSC_PORT": str(port), "OSC_WEB_WORKERS": "1"},
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            _wait_for(port)
            times.append(time.perf_counter() - began)
            process.terminate()
            process.wait()
        self.figures["portal.coldstart_s"] = median(times)

    def imports(self) -> None:
        """Rows a second of a full import against the floor's own import of the same number of rows."""
        from bench.imports import floor_rows_per_second, portal_rows_per_second

        ours, base = portal_rows_per_second(self.card), floor_rows_per_second(self.card)
        self.figures |= {"import.rows_per_s": ours, "import.floor_rows_per_s": base, "import.ratio": ours / base}


def _send(port: int, request: Request) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(*request)
    response = connection.getresponse()
    response.read()


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/anmelden/", timeout=2):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the second web server did not start")


def report(figures: dict[str, float]) -> int:
    """A line per figure with its goals; the exit code."""
    missed = 0
    for name, value in figures.items():
        page, _, key = name.partition(".")
        must, stretch = GOALS.get(page, {}).get(key, (None, None))
        verdict = ""
        if must is not None:
            least = key in {"ratio"}
            ok, great = (value >= must, value >= stretch) if least else (value <= must, value <= stretch)
            verdict = f"must {must:g}, stretch {stretch:g}: " + ("stretch" if great else "must" if ok else "MISSED")
            missed += not ok
        print(f"{name:28} {value:10.2f}   {verdict}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
