"""`python -m bench.importing FILE`: imports a file as `osc import` does, and prints what it cost as JSON."""

import json
import re
import resource
import sys
import time
from pathlib import Path

import django

from bench.load import cpu_seconds


def main() -> None:
    """Into the database of the environment."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    from osc.interchange.imports.run import import_file

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    before, began, clock = cpu_seconds({backend})[backend], time.process_time(), time.perf_counter()
    with Path(sys.argv[1]).open("rb") as lines:
        run = import_file(lines, source="bench", clock=settings.CLOCK)
    assert run.state == run.State.APPLIED, run.reason
    report = run.report.values()
    assert not any(each.get("set_aside") for each in report), run.report
    print(
        json.dumps(
            {
                "records": sum(each["received"] for each in report),
                "cpu_s": time.process_time() - began + cpu_seconds({backend})[backend] - before,
                "seconds": time.perf_counter() - clock,
                "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "database_memory_mib": _peak_mib(backend),
            }
        )
    )


def _peak_mib(pid: int) -> float:
    """The most a process had in memory, buffers that all of them share included."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
