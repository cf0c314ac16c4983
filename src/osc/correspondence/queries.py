"""Reading the inbox."""

from uuid import UUID

from osc.correspondence.models import Letter, Mail
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope

INBOX_PIECE = """
    select l.id, l.subject, l.category, l.sent_on, left(l.body, 90) as preview, r.id is null as unread,
           count(*) filter (where r.id is null) over () as unread_count
    from correspondence_letter l left join correspondence_letterread r on r.letter_id = l.id
    where l.contract_account_id = any(%(accounts)s) and l.missing_since is null
    order by l.sent_on desc, l.id limit %(letters)s"""


def find_letter(scope: Scope, *, letter_id: UUID) -> Letter | None:
    """The letter if one of the user's contract accounts owns it, else None."""
    return Letter.objects.filter(
        id=letter_id, contract_account_id__in=scope.contract_account_ids, missing_since=None
    ).first()


@unscoped(reason="the worker decides whether a mail can reach anybody")
def comes_back(*, email: str) -> bool:
    """True when the last mail to this address came back; a later one that went through counts more."""
    ended = Mail.objects.filter(to=email, state__in=(Mail.State.SENT, Mail.State.BOUNCED)).order_by("-created_at")
    return ended.values_list("state", flat=True).first() == Mail.State.BOUNCED
