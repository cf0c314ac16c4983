"""The file side of the pretend utility: it works like a billing system that runs in batches over a shared folder."""

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from osc.connectors.demo.bills.archive_room import bill_as_pdf
from osc.connectors.demo.feed import current_export, read_feed
from osc.connectors.demo.utility import DemoUtility
from osc.connectors.demo.world.export import export_lines, world_lines

PAUSE_SECONDS = 2
MOST_RECORDS = 10_000


@dataclass(frozen=True)
class Batches:
    """Takes submissions out of the folder, books them, and sends numbered files of records."""

    utility: DemoUtility
    folder: Path

    def open(self) -> None:
        """Works every few seconds in a thread of its own."""
        self.prepare()
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        pause = threading.Event()
        while not pause.wait(PAUSE_SECONDS):
            self.run(datetime.now(UTC))

    def prepare(self) -> None:
        """Makes the folders and writes the world, for `osc import`."""
        for name in ("to-billing/taken", "from-billing", "documents"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        world = world_lines(self.utility.accounts, self.utility.seed, self.utility.today)
        lines = export_lines(current_export(world, self.utility.store), self.utility.today)
        _write(self.folder / "export.ndjson", b"".join(lines))

    def run(self, now: datetime) -> None:
        """One batch: book everything that lies there, in the order of the names, then tell what is new."""
        for path in sorted((self.folder / "to-billing").glob("*.json")):
            submission = json.loads(path.read_bytes())
            self.utility.book.submit(submission.pop("key"), submission, now)
            path.rename(path.parent / "taken" / path.name)
        self._send(now)

    def _send(self, now: datetime) -> None:
        """What a file with a number holds is decided before it is written, so that a second try writes the same."""
        store = self.utility.store
        number, after, upto = map(int, store.setting("batch", "0 0 0").split())
        part = read_feed(store, self.utility.switch, after=upto, limit=MOST_RECORDS)
        if number and not self._sent(number):
            part = read_feed(store, self.utility.switch, after=after, limit=upto - after)
        elif part.cursor > upto:
            number, after, upto = number + 1, upto, part.cursor
            store.remember("batch", f"{number} {after} {upto}")
        else:
            return
        lines = part.body.splitlines(keepends=True)
        self._add_documents(lines)
        _write(self._file(number), b"".join(export_lines(lines, now.date(), full=False)))

    def _add_documents(self, lines: list[bytes]) -> None:
        for record in map(json.loads, lines):
            name = record["data"].get("document") if record["kind"] == "invoice" else None
            if name and (content := bill_as_pdf(self.utility.archive, name)):
                _write(self.folder / "documents" / name, content)

    def _file(self, number: int) -> Path:
        return self.folder / "from-billing" / f"{number:010}.ndjson"

    def _sent(self, number: int) -> bool:
        path = self._file(number)
        return path.exists() or (path.parent / "done" / path.name).exists()


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(content)
    beside.rename(path)
