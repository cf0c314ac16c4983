"""Storing a file by its content."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from osc.documents.models import Document
from osc.isolation.change import insert_statement

LARGEST_BYTES = 20_000_000


class DocumentTooLarge(Exception):
    """The file is larger than anything we hand to customers."""


def store_document(
    *,
    content: bytes,
    media_type: str,
    file_name: str,
    contract_account_id: UUID,
    business_partner_id: UUID,
    now: datetime,
) -> UUID:
    """Stores the file in the caller's transaction and returns its id; the same content twice is one document.

    Raises DocumentTooLarge.
    """
    if len(content) > LARGEST_BYTES:
        raise DocumentTooLarge
    digest = hashlib.sha256(content).hexdigest()
    document = Document(
        id=uuid4(), business_partner_id=business_partner_id, contract_account_id=contract_account_id,
        content_hash=digest, media_type=media_type, file_name=file_name, size=len(content), content=content,
        stored_at=now,
    )  # fmt: skip
    statement, values = insert_statement(document)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} on conflict do nothing returning id", values)
        if cursor.fetchone() is not None:
            return document.id
    return Document.objects.values_list("id", flat=True).get(
        contract_account_id=contract_account_id, content_hash=digest
    )
