"""Jobs of declarations."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="declarations", retry=Backoff())
def judge_declaration(declaration_id: str) -> None:
    """Finds the contracts a declaration means, outside of the request, so that the page tells nothing."""
    from osc.declarations.matched import judge_stored

    judge_stored(declaration_id=UUID(declaration_id), now=settings.CLOCK())


@app.task(queue="declarations", retry=Backoff())
def assign(declaration_id: str, account_number: str, commodities: str, staff_id: str, reason: str) -> None:
    """What a member of staff said about a declaration; `commodities` are parted by blanks. A second click, or a
    contract that ended meanwhile, changes nothing: what is open stays in the queue."""
    from osc.declarations.actions import NoSuchContract, NotOpen, assign_declaration

    with suppress(NotOpen, NoSuchContract):
        assign_declaration(
            declaration_id=UUID(declaration_id), account_number=account_number, commodities=commodities.split(),
            staff=f"staff:{staff_id}", reason=reason, now=settings.CLOCK(),
        )  # fmt: skip


@app.task(queue="declarations", retry=Backoff())
def close(declaration_id: str, answer: str, staff_id: str, reason: str) -> None:
    """A declaration that concerns no contract of ours ends with an answer, once."""
    from osc.declarations.actions import NotOpen, close_declaration

    with suppress(NotOpen):
        close_declaration(
            declaration_id=UUID(declaration_id), answer=answer, staff=f"staff:{staff_id}", reason=reason,
            now=settings.CLOCK(),
        )  # fmt: skip
