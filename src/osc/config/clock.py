"""What time it is. Only settings name these; everything else gets `now` handed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def system_clock() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def shifted_clock(offset_file: Path) -> Callable[[], datetime]:
    """For the demo only: the current time plus the seconds written in a file."""

    def now() -> datetime:
        try:
            seconds = float(offset_file.read_text())
        except (FileNotFoundError, ValueError):
            seconds = 0.0
        return datetime.now(UTC) + timedelta(seconds=seconds)

    return now
