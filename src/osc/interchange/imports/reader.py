"""Reading records: the envelope, the shape of each kind, and whether a file came whole."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from osc.interchange.imports.columns import copy_values, escaped
from osc.interchange.imports.kinds import InboundKind, all_kinds
from osc.interchange.imports.limits import check_limits
from osc.interchange.sealed import seal_line, sealer

LONGEST_ID = 80


class FileRefused(Exception):
    """The file as a whole can't be trusted; nothing of it is applied."""


class Envelope(msgspec.Struct):
    kind: str
    id: str
    version: int
    data: msgspec.Raw


class Header(msgspec.Struct):
    kind: str
    format: str
    source: str
    full: bool = False


class Trailer(msgspec.Struct):
    kind: str
    records: int
    sha256: str


class Staged(msgspec.Struct, frozen=True):
    """A record that has the right shape, as a line for COPY."""

    kind: InboundKind
    copy_line: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that can't be staged, with the reason in words."""

    kind: str
    external_id: str
    version: int
    raw: str
    reason: str


T = TypeVar("T")
_envelope = msgspec.json.Decoder(Envelope)
_decoders: dict[str, msgspec.json.Decoder] = {}


def read_envelope(line: bytes) -> Envelope | Unreadable:
    """The outer shape only; what is not even that comes back with its reason."""
    try:
        return _envelope.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Unreadable("", hashlib.sha256(line).hexdigest()[:32], 0, _as_text(line), str(error))


def read_record(line: bytes) -> Staged | Unreadable:
    """One line to a staged row. Never raises: what can't be read comes back with its reason."""
    envelope = read_envelope(line)
    if isinstance(envelope, Unreadable):
        return envelope
    try:
        kind, values = _decode_data(envelope, line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Unreadable(envelope.kind[:40], envelope.id[:80], envelope.version, _as_text(line), str(error))
    # over a number that is stored sealed the hash is keyed, or the number could be guessed from it
    key = sealer().digest_key if kind.stored else b""
    digest = hashlib.blake2b(envelope.data, digest_size=16, key=key).hexdigest()
    # JSON spells quotes and control characters with a backslash: without one there is nothing to escape
    fields = copy_values(kind.staged, values, escapes=b"\\" in line)
    return Staged(kind, "\t".join([escaped(envelope.id), str(envelope.version), digest, *fields]) + "\n")


def _decode_data(envelope: Envelope, line: bytes) -> tuple[InboundKind, tuple[Any, ...]]:
    kind = all_kinds().get(envelope.kind)
    if kind is None:
        raise msgspec.ValidationError(f"unknown kind {envelope.kind!r}")
    decoder = _decoders.get(kind.name)
    if decoder is None:
        decoder = _decoders[kind.name] = msgspec.json.Decoder(kind.record)
    if b"\\u0000" in line:
        raise msgspec.ValidationError("a text contains a NUL character")
    record = decoder.decode(envelope.data)
    values = msgspec.structs.astuple(kind.stored(record) if kind.stored else record)
    check_limits(kind, values)
    if len(envelope.id) > LONGEST_ID:
        raise msgspec.ValidationError(f"the id is longer than {LONGEST_ID} characters")
    return kind, values


def _as_text(line: bytes) -> str:
    return seal_line(line).decode("utf-8", "replace").replace("\x00", "")


@dataclass
class WholeFile:
    """The record lines of a file, checked against header and trailer while they pass."""

    lines: Iterable[bytes]
    header: Header | None = None

    def records(self) -> Iterator[bytes]:
        """Yields record lines; raises FileRefused at the end unless the trailer accounts for all of them."""
        digest, count, last = hashlib.sha256(), 0, b""
        source = iter(self.lines)
        self.header = _decode(next(source, b""), Header, "the first line is not a header")
        if self.header.kind != "header" or self.header.format != "osc-interchange/1":
            raise FileRefused(f"unknown format {self.header.format!r}")
        for line in source:
            if last:
                digest.update(last)
                count += 1
                yield last
            last = line
        trailer = _decode(last, Trailer, "the file ends without a trailer: it was cut off")
        if trailer.records != count or trailer.sha256 != digest.hexdigest():
            raise FileRefused(f"the trailer names {trailer.records} records, {count} came, or bytes differ")


def _decode(line: bytes, shape: type[T], otherwise: str) -> T:
    try:
        return msgspec.json.decode(line, type=shape)
    except msgspec.DecodeError:
        raise FileRefused(otherwise) from None
