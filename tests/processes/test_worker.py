"""The worker process: finishes what it has begun when asked to stop, and ends when a lane broke down."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from osc.config.worker import LANES
from tests.support.database import ROOT, ensure_template

NAME = f"worker_{os.getpid()}"
START_SECONDS, END_SECONDS = 60, 30


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """Where the worker's log goes; a pipe that nobody reads would stop it."""
    return tmp_path / "log"


@pytest.fixture
def worker(said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Every lane has begun to work on a database of its own."""
    server = settings.SERVER
    server.execute(f"create database {NAME} template {ensure_template()}")
    environment = {
        **os.environ, "DATABASE_URL": server.superuser_url(NAME),
        "DJANGO_SETTINGS_MODULE": "tests.support.fill_settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "osc.config.cli", "worker"], cwd=ROOT, env=environment, stderr=log
        )
    until = time.monotonic() + START_SECONDS
    while server.execute("select count(*) from procrastinate_workers", NAME)[0][0] < len(LANES):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.2)
    yield process
    process.kill()
    process.wait()
    server.execute(f"drop database {NAME} with (force)")


def test_asked_to_stop_it_ends_in_order(worker: subprocess.Popen[bytes], said: Path) -> None:
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=END_SECONDS)
    assert worker.returncode == 0 and "AppNotOpen" not in said.read_text(), said.read_text()
    left = settings.SERVER.execute("select count(*) from procrastinate_jobs where status = 'doing'", NAME)
    assert left == [(0,)], "nothing that was begun is left behind"


def test_without_its_connections_it_works_on_with_new_ones_or_ends(worker: subprocess.Popen[bytes]) -> None:
    """Never half: a process that lives has all of its lanes."""
    cut = settings.SERVER.execute("select now() + interval '1 second'")[0][0]
    settings.SERVER.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{NAME}'")
    alive = f"select count(*) from procrastinate_workers where last_heartbeat > '{cut}'"
    until = time.monotonic() + END_SECONDS
    while worker.poll() is None and settings.SERVER.execute(alive, NAME) != [(len(LANES),)]:
        assert time.monotonic() < until, "a lane is dead and the process lives"
        time.sleep(0.5)
    assert worker.returncode in {None, 1}, "1 for the supervisor to start it anew"
