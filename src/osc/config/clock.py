"""What time it is. Only settings name these; everything else gets `now` handed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from os.path import exists
from pathlib import Path


def system_clock() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def shifted_clock(offset_file: Path) -> Callable[[], datetime]:
    """For the demo only: the current time plus the seconds written in a file."""

    path = str(offset_file)

    def now() -> datetime:
        if not exists(path):
            return datetime.now(UTC)
        try:
            seconds = float(offset_file.read_text())
        except ValueError:  # in the middle of being written
            seconds = 0.0
        return datetime.now(UTC) + timedelta(seconds=seconds)

    return now
