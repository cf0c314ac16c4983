"""Jobs about bills."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="maintenance", lock="look_at_bills", retry=Backoff())
def look_at_bills() -> None:
    """Announces fresh bills, then recomputes what has not been recomputed as it stands."""
    from osc.billing.invoices.checking import check_all
    from osc.billing.invoices.notices import announce_fresh

    announce_fresh(now=settings.CLOCK())
    check_all(now=settings.CLOCK())


@app.task(queue="documents", retry=Backoff())
def fetch_bill(invoice_id: str) -> None:
    """Brings the PDF of a bill from the billing system; retried until it comes."""
    from osc.billing.invoices.files import fetch
    from osc.interchange.door import billing_door

    fetch(invoice_id=UUID(invoice_id), door=billing_door(), now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def note_look(invoice_id: str, content_hash: str, staff_id: str, note: str) -> None:
    """A member of staff has looked at a difference."""
    from osc.billing.invoices import checking

    checking.note_look(
        invoice_id=UUID(invoice_id), content_hash=content_hash, staff=f"staff:{staff_id}", note=note,
        now=settings.CLOCK(),
    )  # fmt: skip
