"""What the processes cost beside pages: memory, and the time until the first page."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.load import cpu_seconds, family, pss_mib
from bench.measure import WORKERS, Figures, start_floor, wait_for

STARTS = 5


def memory(card: dict[str, Any]) -> Figures:
    """Proportional memory: all web processes divided by their number, and the worker for jobs."""
    return {
        "portal.worker_pss_mib": pss_mib(family(card["pids"]["web"])) / WORKERS,
        "portal.jobs_pss_mib": pss_mib(family(card["pids"]["worker"])),
    }


def cold_start(card: dict[str, Any]) -> Figures:
    """From the start of a web server with one process to its first page: seconds on the clock, and of CPU."""
    ours = [_start(lambda port=port: _start_portal(card, port), port, "/anmelden/") for port in _ports()]
    floors = [
        _start(lambda port=port: start_floor(card["superuser_database_url"], port, 1), port, "/") for port in _ports()
    ]
    seconds, floor_seconds = (median(each[0] for each in found) for found in (ours, floors))
    cpu, floor_cpu = (median(each[1] for each in found) for found in (ours, floors))
    return {
        "portal.coldstart_s": seconds,
        "portal.coldstart_ratio": seconds / floor_seconds,
        "portal.coldstart_cpu_s": cpu,
        "portal.coldstart_cpu_ratio": cpu / floor_cpu,
    }


def _ports() -> range:
    return range(8960, 8960 + STARTS)


def _start(start: Callable[[], subprocess.Popen[bytes]], port: int, path: str) -> tuple[float, float]:
    began = time.perf_counter()
    process = start()
    wait_for(port, path)
    seconds = time.perf_counter() - began
    cpu = sum(cpu_seconds(family(process.pid)).values())
    process.terminate()
    process.wait()
    return seconds, cpu


def variables_of(card: dict[str, Any]) -> dict[str, str]:
    """The environment of the running portal."""
    environment = Path(f"/proc/{card['pids']['web']}/environ").read_bytes().split(b"\0")
    return dict(each.decode().split("=", 1) for each in environment if b"=" in each)


def _start_portal(card: dict[str, Any], port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "osc.config.cli", "web"],
        env={**os.environ, **variables_of(card), "OSC_PORT": str(port), "OSC_WEB_WORKERS": "1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
