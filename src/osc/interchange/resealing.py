"""Sealing anew with the first key, so that an older one may leave the list."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from osc.foundation.sealing import NotOpened
from osc.interchange.models import InboundRecord, OutboundMessage
from osc.interchange.sealed import sealer

AT_A_TIME = 200
TOKEN = re.compile(r"sealed:[A-Za-z0-9]+:[A-Za-z0-9_=-]+")


def reseal_messages() -> Iterator[str]:
    """What waits for the billing system, and what came from it."""
    yield reseal_column(OutboundMessage, "payload")
    yield reseal_column(InboundRecord, "raw")


def reseal_column(model: type[models.Model], column: str) -> str:
    """Seals every value in a column of text or JSON with the first key; returns a line for the operator.

    Safe while the portal runs and when it is broken off: rows are taken in small groups and locked.
    What can't be opened stays as it is and is counted.
    """
    rows = model._base_manager
    outdated = rows.annotate(as_text=Cast(column, TextField())).filter(as_text__regex=sealer().outdated)
    keys, resealed = list(outdated.values_list("pk", flat=True)), 0
    for start in range(0, len(keys), AT_A_TIME):
        with transaction.atomic():
            for row in rows.select_for_update(no_key=True).filter(pk__in=keys[start : start + AT_A_TIME]):
                before = getattr(row, column)
                after = _anew(before)
                if after != before:
                    resealed += rows.filter(pk=row.pk).update(**{column: after})
    left = outdated.count()
    return f"{model._meta.db_table}.{column}: {resealed} sealed anew" + (f", {left} NOT OPENED" if left else "")


def _anew(value: Any) -> Any:
    """Text, or JSON with text anywhere in it."""
    if isinstance(value, str):
        return TOKEN.sub(lambda found: _seal_anew(found[0]), value)
    return json.loads(_anew(json.dumps(value)))


def _seal_anew(token: str) -> str:
    try:
        return token if sealer().is_current(token) else sealer().seal(sealer().open(token))
    except NotOpened:
        return token
