"""Import speed: the portal's whole way (decode, check, stage, apply, report) against CSV, COPY and two upserts."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import psycopg

from bench.load import cpu_seconds
from bench.measure import Figures
from osc.connectors.demo.world.export import export_lines

ROWS, ROUNDS, FLOOR_ROUNDS = 10_000, 3, 5
ACCOUNTS, SEED = 2_000, 5
DAYS, QUARTERS = 40, 96


def import_share(card: dict[str, Any]) -> Figures:
    """A first full import against the floor's: records per second on the clock, of CPU, and bytes of the files.

    A record is one line of the interchange and one row of ours (about 600 bytes, bills 2,300), a row of the floor is
    a line of CSV (about 80 bytes) and two rows of its tables: hence the share of bytes beside that of rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = export_world(card, ACCOUNTS, SEED, Path(folder))
        size = file.stat().st_size
        runs, floors, rows = list[dict[str, float]](), list[dict[str, float]](), _rows()
        for _ in range(ROUNDS):  # in turn, so that a slow minute of the machine meets both
            floors += [_floor_import(card, rows) for _ in range(FLOOR_ROUNDS)]
            runs.append(import_into(environment(empty_copy(card)), file))
    done = {key: median(each[key] for each in runs) for key in ("records", "seconds", "cpu_s")}
    floor = {key: median(each[key] for each in floors) for key in ("seconds", "cpu_s")}
    share, cpu_share = (done["records"] / done[key] / (ROWS / floor[key]) for key in ("seconds", "cpu_s"))
    heavier = size / done["records"] / (len(rows) / ROWS)
    return {
        "import.records_per_s": done["records"] / done["seconds"], "import.floor_rows_per_s": ROWS / floor["seconds"],
        "import.share": share, "import.cpu_share": cpu_share, "import.bytes_cpu_share": cpu_share * heavier,
    }  # fmt: skip


def interval_speed(card: dict[str, Any]) -> Figures:
    """Quarter-hour values a second: days of meters that are there already, through the same way."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "days.ndjson"
        url = card["superuser_database_url"].replace("/osc?", "/osc_bench?")
        with psycopg.connect(url) as connection:
            meters = [id_ for (id_,) in connection.execute("select external_id from metering_meter limit 400")]
        lines = list(export_lines(_days(meters), date.fromisoformat(card["today"])))
        lines[0] = lines[0].replace(b'"full":true', b'"full":false')
        file.write_bytes(b"".join(lines))
        done = import_into(environment(url), file)
    values = done["records"] * QUARTERS
    return {
        "intervals.values": values, "intervals.values_per_s": values / done["seconds"],
        "intervals.values_per_cpu_s": values / done["cpu_s"],
    }  # fmt: skip


def export_world(card: dict[str, Any], accounts: int, seed: int, folder: Path) -> Path:
    """The demo utility's whole export as a file."""
    file = folder / "world.ndjson"
    subprocess.run(
        [sys.executable, "-m", "osc.connectors.demo", "--accounts", str(accounts), "--seed", str(seed), "--today", card["today"],
         "export", "--out", str(file)], check=True,
    )  # fmt: skip
    return file


def empty_copy(card: dict[str, Any]) -> str:
    """The address of a fresh database with the schema and nothing in it."""
    with psycopg.connect(card["superuser_database_url"], autocommit=True) as connection:
        connection.execute("drop database if exists osc_bench")
        connection.execute("create database osc_bench")
    url = str(card["superuser_database_url"]).replace("/osc?", "/osc_bench?")
    subprocess.run([sys.executable, "-m", "osc.config.cli", "migrate"], check=True, env=environment(url))
    return url


def import_into(variables: dict[str, str], file: Path) -> dict[str, float]:
    """Records, seconds of CPU and seconds on the clock, and MiB of memory of an import."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.importing", str(file)], check=True, env={**os.environ, **variables}, capture_output=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(done.stdout)
    return result


def environment(url: str) -> dict[str, str]:
    """What a process needs that works on this database alone."""
    return {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "osc.config.settings.demo",
        "OSC_DEMO_DIR": tempfile.gettempdir(), "OSC_STATEMENT_TIMEOUT_MS": "0", "OSC_VERBOSITY": "0",
        "OSC_SECRET_KEY": "bench" * 10, "OSC_FIELD_KEY": "bench:" + "bench" * 10,
    }  # fmt: skip


def _days(meters: list[str]) -> Iterator[bytes]:
    first = date(2025, 5, 1)
    for meter in meters:
        for day in (first + timedelta(days=number) for number in range(DAYS)):
            values = [(number * 7 + day.day) % 400 for number in range(QUARTERS)]
            data = {"meter": meter, "day": str(day), "watt_hours": values, "status": None}
            record = {"kind": "interval_day", "id": f"I-{meter}-{day}", "version": 9, "data": data}
            yield msgspec.json.encode(record) + b"\n"


def _rows() -> str:
    """Customers as a table of text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for number in range(ROWS):
        writer.writerow(
            [f"IR{number:08}", f"Import {number}", f"i{number}@example.org", "Weg 1", "59065", "Hamm",
             f"1EMH{number:010}", "87,50"]
        )  # fmt: skip
    return text.getvalue()


def _floor_import(card: dict[str, Any], text: str) -> dict[str, float]:
    """The least an import can do: check each row, COPY into a temporary table, two upserts, one commit."""
    account, mail = re.compile(r"IR\d{8}$"), re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
    with psycopg.connect(card["superuser_database_url"]) as connection:
        connection.execute("drop table if exists import_customer, import_contract")
        connection.execute(
            "create table import_customer(email text primary key, name text, street text, zip text, city text)"
        )
        connection.execute(
            "create table import_contract(account text primary key, email text, meter text, amount numeric)"
        )
        connection.commit()
        backend = connection.info.backend_pid
        before, began, clock = cpu_seconds({backend})[backend], time.process_time(), time.perf_counter()
        connection.execute(
            "create temp table stage(a text, n text, e text, s text, z text, c text, m text, b numeric) on commit drop"
        )
        with connection.cursor() as cursor, cursor.copy("copy stage from stdin") as copy:
            for row in csv.reader(io.StringIO(text), delimiter=";"):
                if account.match(row[0]) and mail.match(row[2]):
                    row[7] = row[7].replace(",", ".")
                    copy.write_row(row)
        connection.execute(
            "insert into import_customer select e, n, s, z, c from stage on conflict (email) do update set name = excluded.name"
        )
        connection.execute(
            "insert into import_contract select a, e, m, b from stage on conflict (account) do update set meter = excluded.meter"
        )
        connection.commit()
        cpu = time.process_time() - began + cpu_seconds({backend})[backend] - before
        return {"seconds": time.perf_counter() - clock, "cpu_s": cpu}
