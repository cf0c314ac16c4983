"""One demo per data directory: a second one beside it gets a directory of its own; a killed one leaves
processes behind that the next one clears."""

import fcntl
import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import IO

_held: list[IO[str]] = []  # open for as long as this process lives


def claim_data_dir(wanted: Path) -> Path:
    """The wanted directory, or the first free one beside it ("demo-2", …), locked for this process."""
    for number in range(1, 100):
        candidate = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        candidate.mkdir(parents=True, exist_ok=True)
        lock = (candidate / "in-use").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        _held.append(lock)
        _clear_leftovers(candidate)
        return candidate
    raise SystemExit(f"{wanted}: a hundred demos are running already.")


def _clear_leftovers(data_dir: Path) -> None:
    """Ends what an earlier supervisor started here and could not stop; the lock says that it is gone."""
    try:
        pids = json.loads((data_dir / "demo.json").read_text())["pids"]
    except (FileNotFoundError, ValueError, KeyError):
        return
    for name in ("web", "worker", "utility"):
        if name in pids and _belongs_here(pids[name], data_dir):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pids[name], signal.SIGKILL)


def _belongs_here(pid: int, data_dir: Path) -> bool:
    try:
        return f"OSC_DEMO_DIR={data_dir}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
