"""Reading documents; the bytes come only with the one that is downloaded."""

from uuid import UUID

from osc.documents.models import Document
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope


def find_document(scope: Scope, *, document_id: UUID) -> Document | None:
    """The document with its content if one of the user's contract accounts owns it, else None."""
    return Document.objects.filter(id=document_id, contract_account_id__in=scope.contract_account_ids).first()


def find_by_hash(scope: Scope, *, contract_account_id: UUID, content_hash: str) -> Document | None:
    """The document of this content without its bytes, if it is stored and the user's, else None."""
    return (
        Document.objects.defer("content")
        .filter(
            contract_account_id=contract_account_id,
            content_hash=content_hash,
            contract_account_id__in=scope.contract_account_ids,
        )
        .first()
    )


@unscoped(reason="the worker asks before it fetches a file again")
def is_stored(*, contract_account_id: UUID, content_hash: str) -> bool:
    """True when a document of this content is stored for the contract account."""
    return Document.objects.filter(contract_account_id=contract_account_id, content_hash=content_hash).exists()
