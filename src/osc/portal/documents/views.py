"""Downloading a file, and nothing else: it is never shown inside of the portal's pages."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from osc.documents.queries import find_document
from osc.portal.guards import customers_only


@customers_only
@require_safe
def download(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The file as an attachment under its own name (RFC 6266); a stranger's is as unknown as none (R-SEC-13)."""
    document = find_document(request.customer.scope, document_id=document_id)
    if document is None:
        raise Http404
    return HttpResponse(
        bytes(document.content),
        content_type=document.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, document.file_name),
            "Cache-Control": "no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )
