"""`osc demo`: database, demo utility, worker and web as real processes, kept alive, stopped together."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from osc.config.demo.environment import DemoPlan, plan_demo
from osc.config.demo.people import DemoPeople
from osc.config.postgres import BinariesNotFound, EmbeddedPostgres
from osc.foundation.clock import berlin_today

PAUSE_SECONDS = 0.5


@dataclass
class Child:
    """One process that must run; started anew when it dies."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    def keep_alive(self, log: Path) -> bool:
        """Starts the process if it does not run; True when it did so."""
        if self.process is not None and self.process.poll() is None:
            return False
        self._clear_leftovers()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env={**os.environ, **self.environment}, stdout=output, stderr=output,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        return True

    def _clear_leftovers(self) -> None:
        """Children of a killed process go on serving; the new one must be alone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Asks the whole group to stop, then insists."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def run_demo(chosen: argparse.Namespace) -> int:
    """Runs until Ctrl-C or SIGTERM; returns the exit code."""
    began = time.monotonic()
    plan = plan_demo(chosen, today=berlin_today(datetime.now(UTC)))
    try:
        database = EmbeddedPostgres(
            plan.data_dir / "postgres", options={"shared_preload_libraries": "pg_stat_statements"}
        )
        database.start()
    except (BinariesNotFound, PermissionError) as problem:
        print(problem, file=sys.stderr)
        return 1
    children = _children(plan, database)
    stop = _StopSignal()
    try:
        _prepare(plan, database, children)
        people = DemoPeople.read(plan)
        _keep_alive(plan, children)
        _write_card(plan, database, children, people)
        _wait_for_page(plan, children)
        print(people.welcome(plan, seconds=time.monotonic() - began), flush=True)
        _watch(plan, database, children, people, stop)
    finally:
        for child in reversed(children):
            child.stop()
        database.stop()
    return 0


class _StopSignal:
    """Set by Ctrl-C and SIGTERM."""

    def __init__(self) -> None:
        self.set = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._remember)

    def _remember(self, *_: object) -> None:
        self.set = True


def _children(plan: DemoPlan, database: EmbeddedPostgres) -> list[Child]:
    python = sys.executable
    utility = [
        python, "-m", "osc.connectors.demo", "--accounts", str(plan.accounts), "--seed", str(plan.seed),
        "--today", str(plan.today), "serve", "--port", str(plan.utility_port), "--smtp-port", str(plan.smtp_port),
        "--data-dir", str(plan.data_dir / "utility"),
    ]  # fmt: skip
    return [
        Child("utility", utility, plan.environment(database, "osc_jobs")),
        Child("worker", [python, "-m", "osc.config.cli", "worker"], plan.environment(database, "osc_jobs")),
        Child("web", [python, "-m", "osc.config.cli", "web"], plan.environment(database, "osc_web")),
    ]


def _prepare(plan: DemoPlan, database: EmbeddedPostgres, children: list[Child]) -> None:
    """Schema, roles, assets; the first time also the demo utility's whole export and the log-ins."""
    database.ensure_database("osc")
    utility = children[0]
    utility.keep_alive(plan.log("utility"))
    _run(plan, database, "osc", "migrate")
    for login, group in (("osc_web", "osc_app"), ("osc_jobs", "osc_worker")):
        if not database.execute(f"select 1 from pg_roles where rolname = '{login}'"):
            database.execute(f"create role {login} login in role {group}")
    database.execute("create extension if not exists pg_stat_statements", "osc")
    _run(plan, database, "osc_web", "build")
    plan.wait_for_utility()
    done = subprocess.run(
        [sys.executable, "-m", "osc.config.demo.first_import"], check=False,
        env={**os.environ, **plan.environment(database, "osc_jobs"), "OSC_STATEMENT_TIMEOUT_MS": "0"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit("The demo data could not be imported; see the lines above.")


def _run(plan: DemoPlan, database: EmbeddedPostgres, user: str, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "osc.config.cli", command], check=True,
        env={**os.environ, **plan.environment(database, user), "OSC_VERBOSITY": "0"},
    )  # fmt: skip


def _keep_alive(plan: DemoPlan, children: list[Child]) -> bool:
    return sum(child.keep_alive(plan.log(child.name)) for child in children) > 0


def _wait_for_page(plan: DemoPlan, children: list[Child]) -> None:
    for _ in range(120):
        _keep_alive(plan, children)
        if plan.page_answers():
            return
        time.sleep(PAUSE_SECONDS / 2)
    raise SystemExit(f"The portal did not answer; see {plan.log('web')}.")


def _watch(
    plan: DemoPlan, database: EmbeddedPostgres, children: list[Child], people: DemoPeople, stop: _StopSignal
) -> None:
    """Whatever dies is started anew; a database that does not start is tried again at the next turn."""
    card_is_old = False
    while not stop.set:
        card_is_old |= _keep_alive(plan, children)
        try:
            if not database.is_alive():
                card_is_old = True
                database.start()
            if card_is_old:
                _write_card(plan, database, children, people)
                card_is_old = False
        except (RuntimeError, FileNotFoundError) as problem:
            print(problem, file=sys.stderr, flush=True)
        time.sleep(PAUSE_SECONDS)


def _write_card(plan: DemoPlan, database: EmbeddedPostgres, children: list[Child], people: DemoPeople) -> None:
    """demo.json: where everything is and who everybody is; replaced in one step."""
    pids = {child.name: child.process.pid for child in children if child.process}
    card = {**plan.card(), "pids": {**pids, "database": database.pid}, **people.card(),
            "superuser_database_url": database.superuser_url("osc")}  # fmt: skip
    fresh = plan.data_dir / "demo.json.new"
    fresh.write_text(json.dumps(card, indent=2, ensure_ascii=False))
    fresh.chmod(0o600)
    fresh.replace(plan.data_dir / "demo.json")
