"""Is there a server? A process id alone does not tell: after kill -9 a zombie may carry it for ever."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PAUSE_SECONDS = 0.1
RECOVERY_SECONDS = 120  # after a crash on a slow disk a server is silent for long, and alive
STRANGER_SECONDS = 10  # a process that we may not look at may be anybody


def wait_until_alive_or_dead(data_dir: Path, socket_dir: Path, answers: Callable[[], bool]) -> bool:
    """True once the server answers, False once it is surely dead and its lock files are gone, or patience ends."""
    began = time.monotonic()
    while (pid := _written_pid(data_dir)) is not None:
        if not _runs(pid, data_dir):
            if not _others_in(data_dir, pid):
                _remove_locks(data_dir, socket_dir)
                return False
        elif answers():
            return True
        if time.monotonic() - began > (RECOVERY_SECONDS if _cwd(pid) else STRANGER_SECONDS):
            return False
        time.sleep(PAUSE_SECONDS)
    return False


def is_running(data_dir: Path) -> bool:
    """Is there a process, whether it answers or not?"""
    pid = _written_pid(data_dir)
    return pid is not None and _runs(pid, data_dir)


def _runs(pid: int, data_dir: Path) -> bool:
    return _state(pid) not in {None, "Z"} and _cwd(pid) in {str(data_dir), ""}


def _written_pid(data_dir: Path) -> int | None:
    try:
        return int((data_dir / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _state(pid: int) -> str | None:
    """The letter of the process state (Z: zombie), None when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def _cwd(pid: int) -> str:
    """The process's folder; "" when we may not look."""
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def _others_in(data_dir: Path, pid: int) -> bool:
    """Children of a killed postmaster still hold shared memory until they have noticed."""
    pids = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return any(_cwd(other) == str(data_dir) for other in pids if other != pid)


def _remove_locks(data_dir: Path, socket_dir: Path) -> None:
    (data_dir / "postmaster.pid").unlink(missing_ok=True)
    for leftover in socket_dir.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)
