"""Import speed: the portal's whole way (decode, check, stage, apply, report) against CSV, COPY and two upserts."""

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

ROWS = 10_000
ACCOUNTS = 2_000


def portal_rows_per_second(card: dict[str, Any]) -> float:
    """Records a second of a first full import into an empty database, as `osc import` prints them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.ndjson"
        subprocess.run(
            [sys.executable, "-m", "osc.connectors.demo", "--accounts", str(ACCOUNTS), "--seed", "5", "--today", card["today"],
             "export", "--out", str(file)], check=True,
        )  # fmt: skip
        lines = sum(1 for _ in file.open("rb")) - 2
        url = _empty_copy(card["superuser_database_url"])
        environment = {
            **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "osc.config.settings.demo", "OSC_DEMO_DIR": folder,
            "OSC_STATEMENT_TIMEOUT_MS": "0", "OSC_VERBOSITY": "0", "OSC_SECRET_KEY": "bench" * 10,
            "OSC_FIELD_KEY": "bench:" + "bench" * 10,
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "osc.config.cli", "migrate"], check=True, env=environment)
        done = subprocess.run(
            [sys.executable, "-m", "osc.config.cli", "import", str(file)],
            check=True,
            env=environment,
            capture_output=True,
            text=True,
        )
        seconds = re.search(r"([\d.]+) s\b", done.stdout)
        assert seconds, done.stdout
        return lines / float(seconds[1])


def _empty_copy(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop database if exists osc_bench")
        connection.execute("create database osc_bench")
    return url.replace("/osc?", "/osc_bench?")


def floor_rows_per_second(card: dict[str, Any]) -> float:
    """The least an import can do: check each row, COPY into a temporary table, two upserts, one commit."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for number in range(ROWS):
        writer.writerow(
            [
                f"IR{number:08}",
                f"Import {number}",
                f"i{number}@example.org",
                "Weg 1",
                "59065",
                "Hamm",
                f"1EMH{number:010}",
                "87,50",
            ]
        )
    account, mail = re.compile(r"IR\d{8}$"), re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
    with psycopg.connect(card["superuser_database_url"]) as connection:
        connection.execute(
            "create table import_customer(email text primary key, name text, street text, zip text, city text)"
        )
        connection.execute(
            "create table import_contract(account text primary key, email text, meter text, amount numeric)"
        )
        connection.commit()
        began = time.perf_counter()
        connection.execute(
            "create temp table stage(a text, n text, e text, s text, z text, c text, m text, b numeric) on commit drop"
        )
        with connection.cursor() as cursor, cursor.copy("copy stage from stdin") as copy:
            for row in csv.reader(io.StringIO(text.getvalue()), delimiter=";"):
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
        return ROWS / (time.perf_counter() - began)
