"""Starting a demo of one's own for journeys, screenshots, benchmarks and kill tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp

READY_SECONDS = 240


@contextmanager
def running_demo(
    data_dir: Path, *, accounts: int = 200, port: int = 8400, utility: str = "", proxies: str = ""
) -> Iterator[dict[str, Any]]:
    """A demo in real processes; yields its demo.json and stops everything afterwards.

    `proxies`: addresses that may say for whom they ask, instead of the demo's own.
    """
    osc = [sys.executable, "-m", "osc.config.cli", "demo"]
    options = ["--accounts", str(accounts), "--port", str(port), "--data-dir", str(data_dir)]
    log = data_dir.parent / "demo-output.log"
    environment = {
        **os.environ,
        **({"OSC_UTILITY": utility} if utility else {}),
        **({"OSC_TRUSTED_PROXIES": proxies} if proxies else {}),
    }
    with log.open("wb") as output:
        process = subprocess.Popen([*osc, *options], stdout=output, stderr=output, env=environment)
    try:
        yield _wait_until_ready(process, data_dir, log)
    finally:
        if process.poll() is not None:
            raise RuntimeError(f"the demo ended before its time: {log.read_text()}")
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], data_dir: Path, log: Path) -> dict[str, Any]:
    for _ in range(READY_SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"the demo ended: {log.read_text()}")
        if b"Stop with Ctrl-C" in log.read_bytes():
            return read_card(data_dir)
        time.sleep(0.1)
    raise RuntimeError(f"the demo was not ready in time: {log.read_text()}")


def read_card(data_dir: Path) -> dict[str, Any]:
    """demo.json as it is now; process ids change when something was restarted."""
    card: dict[str, Any] = json.loads((data_dir / "demo.json").read_text())
    return card


_last_steps: dict[str, int] = {}


def staff_code(person: dict[str, Any]) -> str:
    """A code of the member of staff that was not used yet; no code counts twice, the next one counts already."""
    secret, now = person["totp_secret"], int(time.time()) // 30
    step = max(now, _last_steps.get(secret, 0) + 1)
    while step > int(time.time()) // 30 + 1:
        time.sleep(1)
    _last_steps[secret] = step
    return pyotp.TOTP(secret).generate_otp(step)
