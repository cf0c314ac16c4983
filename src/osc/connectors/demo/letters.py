"""The print room of the demo: takes letters out of the tray, prints them at once, keeps them to look at."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAUSE_SECONDS = 2


class PrintRoom:
    """Works in the folder that the portal knows as its letter tray."""

    def __init__(self, tray: Path) -> None:
        self.tray, self.printed, self.returned = tray, tray / "printed", tray / "returned"
        self.stop = threading.Event()
        for folder in (self.printed, self.returned):
            folder.mkdir(parents=True, exist_ok=True)

    def open(self) -> None:
        """Prints every few seconds in a thread of its own."""
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while not self.stop.wait(PAUSE_SECONDS):
            self.print_all()

    def print_all(self) -> None:
        """Prints what lies in the tray."""
        for path in self.tray.glob("*.pdf"):
            path.replace(self.printed / path.name)

    def send_back(self, name: str) -> bool:
        """The post brings a letter back: nobody of that name lives there."""
        path = self.printed / name
        if not path.exists():
            return False
        path.replace(self.returned / name)
        return True

    def letters(self) -> list[dict[str, Any]]:
        """Every letter, newest first."""
        found = [
            {"name": path.name, "state": folder.name, "at": datetime.fromtimestamp(path.stat().st_mtime, UTC),
             "bytes": path.stat().st_size}
            for folder in (self.printed, self.returned) for path in folder.glob("*.pdf")
        ]  # fmt: skip
        newest_first = sorted(found, key=lambda each: (each["at"], each["name"]), reverse=True)
        return [{**each, "at": each["at"].isoformat(timespec="seconds")} for each in newest_first]

    def content(self, name: str) -> bytes | None:
        """The PDF of a letter."""
        for folder in (self.printed, self.returned):
            if name in {path.name for path in folder.glob("*.pdf")}:
                return (folder / name).read_bytes()
        return None
