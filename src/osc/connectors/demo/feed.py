"""The running feed: records after a cursor, with the faults that were ordered."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from osc.connectors.demo.faults import FaultSwitch
from osc.connectors.demo.store import Store


@dataclass(frozen=True, slots=True)
class Slice:
    """The body of one answer and the cursor behind it."""

    body: bytes
    cursor: int


def read_feed(store: Store, switch: FaultSwitch, *, after: int, limit: int) -> Slice:
    """Up to `limit` records after the cursor, each with its number."""
    rows = store.rows("select seq, line from feed where seq > ? order by seq limit ?", after, min(limit, 10_000))
    lines = [json.dumps({**json.loads(row["line"]), "seq": row["seq"]}).encode() + b"\n" for row in rows]
    if switch.now.double_feed and lines:
        switch.note("doubled")
        lines += lines
    if switch.now.reorder_feed and len(lines) > 1:
        switch.note("reordered")
        switch.random.shuffle(lines)
    return Slice(b"".join(lines), rows[-1]["seq"] if rows else after)


def current_export(world: Iterable[bytes], store: Store) -> Iterator[bytes]:
    """The world as it is after everything that was booked: later records replace, deletions remove."""
    later = {}
    for row in store.rows("select line from feed order by seq"):
        record = json.loads(row["line"])
        if record["kind"] == "deletion":
            later[record["data"]["of_kind"], record["data"]["of_id"]] = b""
        elif record["kind"] != "case_status":
            later[record["kind"], record["id"]] = json.dumps(record).encode() + b"\n"
    if not later:
        yield from world
        return
    for line in world:
        record = json.loads(line)
        if (record["kind"], record["id"]) not in later:
            yield line
    yield from filter(None, later.values())
