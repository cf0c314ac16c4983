"""The worker process: finishes what it has begun when asked to stop, and ends when a lane broke down."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from osc.config.worker import LANES
from tests.support.database import ROOT, ensure_template

NAME = f"worker_{os.getpid()}"
START_SECONDS, END_SECONDS = 60, 30


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[str]]:
    """Every lane has begun to work on a database of its own."""
    server = settings.SERVER
    server.execute(f"create database {NAME} template {ensure_template()}")
    environment = {
        **os.environ, "DATABASE_URL": server.superuser_url(NAME),
        "DJANGO_SETTINGS_MODULE": "tests.support.fill_settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "osc.config.cli", "worker"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + START_SECONDS
    while server.execute("select count(*) from procrastinate_workers", NAME)[0][0] < len(LANES):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.2)
    yield process
    process.kill()
    process.communicate()
    server.execute(f"drop database {NAME} with (force)")


def test_asked_to_stop_it_ends_in_order(worker: subprocess.Popen[str]) -> None:
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=END_SECONDS)
    assert worker.returncode == 0 and "AppNotOpen" not in said, said
    left = settings.SERVER.execute("select count(*) from procrastinate_jobs where status = 'doing'", NAME)
    assert left == [(0,)], "nothing that was begun is left behind"


def test_without_its_connections_it_ends_and_says_so(worker: subprocess.Popen[str]) -> None:
    settings.SERVER.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{NAME}'")
    worker.communicate(timeout=END_SECONDS)
    assert worker.returncode == 1, "for the supervisor to start it anew"
