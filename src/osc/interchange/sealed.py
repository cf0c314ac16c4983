"""A member called `iban` is never stored in clear: not in messages on their way, not in raw records (PRV1)."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from osc.foundation.identifiers import mask_iban
from osc.foundation.sealing import Sealer, is_sealed

SEALED_MEMBERS = frozenset({"iban"})
_IN_JSON = re.compile(rb'("iban"\s*:\s*")([^"\\]*)(")')


@cache
def sealer() -> Sealer:
    """The installation's keys. Raises KeysRefused."""
    return Sealer(settings.FIELD_KEY)


def seal_text(text: str) -> str:
    """Sealed once, however often it passes."""
    return text if not text or is_sealed(text) else sealer().seal(text)


def _each_sealed(value: Any, change: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: change(inner) if name in SEALED_MEMBERS and isinstance(inner, str) else _each_sealed(inner, change)
            for name, inner in value.items()
        }
    return [_each_sealed(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def seal_members(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as it may be stored."""
    return dict(_each_sealed(payload, seal_text))


def open_members(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as the billing system gets it. Raises NotOpened."""
    return dict(_each_sealed(payload, sealer().open_if_sealed))


def forget_members(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload once nobody needs the whole number any more: masked."""
    return dict(_each_sealed(payload, lambda text: mask_iban(sealer().open(text)) if is_sealed(text) else text))


def has_sealed(payload: Mapping[str, Any]) -> bool:
    """True while the payload holds something to forget."""
    found: list[str] = []
    _each_sealed(payload, lambda text: found.append(text) or text)
    return any(map(is_sealed, found))


def seal_line(line: bytes) -> bytes:
    """A raw record as it may be stored, whether it is well-formed or not."""
    if b'"iban"' not in line:
        return line
    return _IN_JSON.sub(
        lambda found: found[1] + seal_text(found[2].decode("utf-8", "replace")).encode() + found[3], line
    )
