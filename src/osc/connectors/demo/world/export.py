"""The whole world as one file of the interchange."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

import msgspec

from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.records import household_records
from osc.connectors.demo.world.tariffs import tariff_records

_encode = msgspec.json.Encoder().encode


def world_lines(accounts: int, seed: int, today: date) -> Iterator[bytes]:
    """Every record as one line of JSON, products first, then household by household; nothing is held in memory."""
    for each in tariff_records(today):
        yield _encode(each) + b"\n"
    for household in all_households(accounts, seed, today):
        for each in household_records(household, today):
            yield _encode(each) + b"\n"


def export_lines(records: Iterable[bytes], today: date, *, full: bool = True) -> Iterator[bytes]:
    """Header, records, and a trailer that accounts for every byte of them."""
    created = datetime.combine(today, time(3), UTC).isoformat()
    yield (
        _encode(
            {
                "kind": "header",
                "format": "osc-interchange/1",
                "source": "lindenau",
                "created_at": created,
                "full": full,
            }
        )
        + b"\n"
    )
    digest, count = hashlib.sha256(), 0
    for line in records:
        digest.update(line)
        count += 1
        yield line
    yield _encode({"kind": "trailer", "records": count, "sha256": digest.hexdigest()}) + b"\n"
