"""The receipt of a declaration, for whoever holds the secret key of its form."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from osc.declarations.models import Declaration

# the page of the receipt closes then; mail and file stay
RECEIPT_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the declarer may store: content as typed, and the moment it reached us."""

    reference: str
    kind: str
    content: Mapping[str, Any]
    content_hash: str
    name: str
    email: str
    received_at: datetime


def hash_form(form_key: UUID) -> bytes:
    """What is stored of a form's key: whoever reads the table can open no receipt."""
    return hashlib.sha256(form_key.bytes).digest()


def name_receipt(form_key: UUID) -> bytes:
    """Opens the row of this form, and no other, to the rest of the transaction; returns the hash of its key."""
    digest = hash_form(form_key)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('osc.receipt', %s, true)", [digest.hex()])
    return digest


def find_receipt(*, form_key: UUID, now: datetime) -> Receipt | None:
    """The receipt of the form with this key, for a day; None for every other key."""
    digest = name_receipt(form_key)
    row = Declaration.objects.filter(form_hash=digest, received_at__gt=now - RECEIPT_LIFE).first()
    if row is None:
        return None
    return Receipt(row.reference, row.kind, row.content, row.content_hash, row.name, row.email, row.received_at)
