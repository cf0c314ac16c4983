"""Other settings of the utility for one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.conf import settings
from django.test import override_settings


@contextmanager
def utility(section: str, **values: Any) -> Iterator[None]:
    """`utility("portal", registration_mode="strict")`: the shipped settings with one section changed."""
    changed = msgspec.structs.replace(getattr(settings.UTILITY, section), **values)
    with override_settings(UTILITY=msgspec.structs.replace(settings.UTILITY, **{section: changed})):
        yield
