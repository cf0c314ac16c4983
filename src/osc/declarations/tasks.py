"""Jobs of declarations."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="declarations", retry=Backoff())
def judge_declaration(declaration_id: str) -> None:
    """Finds the contracts a declaration means, outside of the request, so that the page tells nothing."""
    from osc.declarations.matched import judge_stored

    judge_stored(declaration_id=UUID(declaration_id), now=settings.CLOCK())
