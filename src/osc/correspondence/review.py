"""What staff see of post on paper and of mails that came back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from osc.correspondence.models import Mail, PaperLetter
from osc.isolation.markers import unscoped

State = PaperLetter.State
# what a page holds in its hands
FoundLetter = PaperLetter
# letters to print, and letters that came back and nobody has taken care of
LETTERS_PIECE = """
    select count(*) as waiting, min(created_at) as oldest from correspondence_paperletter
    where state <> 'printed' and state <> 'waiting' and handled_at is null"""
BACK_FOR = timedelta(days=30)


@unscoped(reason="staff print letters to every customer")
def letters_to_print(*, limit: int) -> list[PaperLetter]:
    """What lies in the tray, oldest first, without the PDFs."""
    waiting = PaperLetter.objects.using("staff").filter(state=State.IN_TRAY)
    return list(waiting.order_by("created_at").defer("content", "context")[:limit])


@unscoped(reason="staff find out the right address")
def letters_that_came_back(*, limit: int) -> list[PaperLetter]:
    """Returned letters that nobody has taken care of, oldest first."""
    back = PaperLetter.objects.using("staff").filter(state=State.RETURNED, handled_at=None)
    return list(back.order_by("returned_at").defer("content", "context")[:limit])


@unscoped(reason="staff say which letter came back")
def letters_printed(*, limit: int) -> list[PaperLetter]:
    """The newest printed letters: one of them may come back."""
    printed = PaperLetter.objects.using("staff").filter(state=State.PRINTED)
    return list(printed.order_by("-printed_at").defer("content", "context")[:limit])


@unscoped(reason="staff print a letter; opening it is recorded")
def letter_for_staff(letter_id: UUID) -> PaperLetter | None:
    """One letter with its PDF, while it lies in the tray."""
    return PaperLetter.objects.using("staff").filter(id=letter_id, state=State.IN_TRAY).first()


@unscoped(reason="staff see which addresses can't be reached")
def mails_that_came_back(*, now: datetime, limit: int) -> Sequence[Mail]:
    """Mails of the last 30 days that came back for good, newest first; what they said is deleted."""
    back = Mail.objects.using("staff").filter(state=Mail.State.BOUNCED, created_at__gt=now - BACK_FOR)
    return list(back.order_by("-created_at").only("id", "to", "template", "last_error", "created_at")[:limit])
