"""Load from several threads over keep-alive connections, and what it cost in CPU, read from /proc."""

import http.client
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

TICK = os.sysconf("SC_CLK_TCK")
Request = tuple[str, str, str | None, dict[str, str]]


@dataclass(frozen=True)
class Result:
    """One slice of load: requests, CPU ms per request (application and database), p50 and p99 in ms, errors."""

    count: int
    cpu_ms: float
    p50: float
    p99: float
    errors: int


def family(pid: int) -> set[int]:
    """A process and everything below it."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)] = int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def backends(user: str) -> set[int]:
    """The database's processes that work for one log-in: what a page costs, not what runs beside it."""
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                title = Path(f"/proc/{name}/cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if title.startswith(f"postgres: {user} osc ".encode()):
                found.add(int(name))
    return found


def cpu_seconds(pids: set[int]) -> dict[int, float]:
    """CPU seconds used so far by each process, user and system."""
    used = {}
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        used[pid] = (int(fields[11]) + int(fields[12])) / TICK
    return used


def load(
    port: int,
    requests: list[Callable[[], Request]],
    processes: Callable[[], set[int]],
    *,
    threads: int = 8,
    seconds: float = 1.5,
    source: str = "127.0.0.1",
    leads_to: tuple[str, ...] = ("",),
) -> Result:
    """Sends the requests in turn from every thread for a while; `processes` names whose CPU counts.

    An answer that does not lead to a page below one of `leads_to` is an error like one with a bad status.
    """
    times: list[float] = []
    errors, stop = [0], time.perf_counter() + seconds
    before = cpu_seconds(processes())

    def work(offset: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(source, 0))
        turn = offset
        while time.perf_counter() < stop:
            method, path, body, headers = requests[turn % len(requests)]()
            began = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            times.append(time.perf_counter() - began)
            location = response.getheader("Location") or ""
            errors[0] += response.status >= 400 or not location.startswith(leads_to)
            turn += threads

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    after = cpu_seconds(processes())
    spent = sum(after[pid] - before.get(pid, 0) for pid in after)
    cuts = quantiles(times, n=100)
    return Result(len(times), spent / len(times) * 1000, cuts[49] * 1000, cuts[98] * 1000, errors[0])


def pss_mib(pids: set[int]) -> float:
    """Proportional memory of processes in MiB."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024
