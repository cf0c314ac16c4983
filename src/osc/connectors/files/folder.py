"""The file door: a shared folder between the portal and a billing system that works in batches.

A name appears only when its file is complete: both sides write beside and rename. See docs/interchange.md.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from osc.interchange.door import Answer, DoorClosed, DoorRefused, Verdict
from osc.interchange.imports.reader import FileRefused, WholeFile

OUT, TAKEN, IN, DONE, DOCUMENTS = "to-billing", "to-billing/taken", "from-billing", "from-billing/done", "documents"
DIGITS = 10


class FolderDoor:
    """See `BillingDoor`. The billing system answers with `case_status` records in the files it sends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, key: UUID) -> Answer | None:
        with _folder_errors():
            return Answer(Verdict.RECEIVED) if self._lying(key) else None

    def submit(self, key: UUID, *, kind: str, version: int, payload: Mapping[str, Any]) -> None:
        body = {"key": key, "kind": kind, "version": version, "data": payload}
        content = msgspec.json.encode(body, order="deterministic")
        with _folder_errors():
            for lying in self._lying(key):
                if lying.read_bytes() != content:
                    raise DoorRefused(f"the key is known with other content: {lying.name}")
                return
            # named by time: the billing system takes them in the order of their names
            written = f"{settings.CLOCK():%Y%m%dT%H%M%S%fZ}-{key}.json"
            _write_whole(self._folder / OUT / written, content)

    def read_feed(self, *, after: int, limit: int) -> tuple[list[bytes], int]:
        """The file with the next number, whole. Raises DoorClosed when it has not come or is not whole."""
        with _folder_errors():
            self._put_away(after)
            name = f"{after + 1:0{DIGITS}}.ndjson"
            refusal = self._folder / IN / f"{name}.refused.txt"
            try:
                with (self._folder / IN / name).open("rb") as file:
                    lines = list(WholeFile(file).records())
            except FileNotFoundError:
                raise DoorClosed(f"{name} has not come yet") from None
            except FileRefused as refused:
                _write_whole(refusal, f"{refused}\n".encode())
                raise DoorClosed(f"{name}: {refused}") from None
            refusal.unlink(missing_ok=True)
            return lines, after + 1

    def document(self, name: str) -> bytes | None:
        if Path(name).name != name:
            raise DoorRefused(f"no name of a document: {name!r}")
        with _folder_errors():
            path = self._folder / DOCUMENTS / name
            return path.read_bytes() if path.is_file() else None

    def export(self) -> Iterator[bytes]:
        with _folder_errors(), (self._folder / "export.ndjson").open("rb") as file:
            yield from file

    def _lying(self, key: UUID) -> list[Path]:
        return [path for place in (OUT, TAKEN) for path in (self._folder / place).glob(f"*-{key}.json")]

    def _put_away(self, stored: int) -> None:
        """The cursor says which files are safe in the database."""
        for path in sorted((self._folder / IN).glob("*.ndjson")):
            if path.stem.isdigit() and int(path.stem) <= stored:
                (self._folder / DONE).mkdir(exist_ok=True)
                path.rename(self._folder / DONE / path.name)


def _write_whole(path: Path, content: bytes) -> None:
    """All of it, on the disk, or nothing: no other process sees a part."""
    beside = path.with_name(f".{path.name}.tmp")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _folder_errors() -> Iterator[None]:
    """A share that is away, full or not ours is a closed door."""
    try:
        yield
    except OSError as error:
        raise DoorClosed(f"{type(error).__name__}: {error}") from error


@cache
def open_door() -> FolderDoor:
    """The door of this process, from the settings."""
    return FolderDoor(Path(settings.BILLING_FOLDER))
