"""Reading the inbox."""

from uuid import UUID

from osc.correspondence.models import Letter
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
