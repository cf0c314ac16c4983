"""Risk marks of a signed-in user, for the rooms that move money."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from osc.identity.models import SecurityEvent
from osc.identity.rules.risk import History, marks
from osc.identity.sessions import SignedIn

HISTORY = """
    select max(e.at) filter (where e.kind = any(%(reset)s)), max(e.at) filter (where e.kind = any(%(email)s)),
           (select max(linked_at) from identity_accountlink
            where user_id = %(user)s and removed_at is null and contract_account_id = any(%(accounts)s))
    from identity_securityevent e where e.user_id = %(user)s"""
Kind = SecurityEvent.Kind


def risk_marks(user: SignedIn, *, now: datetime, contract_account_ids: Sequence[UUID] | None = None) -> tuple[str, ...]:
    """Which risk marks of security 6.7 hold, by their names in `rules.risk`; () when none does.

    The youngest link to the contract accounts of the change counts, without them that of all. One statement.
    """
    accounts = user.scope.contract_account_ids if contract_account_ids is None else contract_account_ids
    with connection.cursor() as cursor:
        cursor.execute(
            HISTORY,
            {
                "user": user.id, "accounts": list(accounts), "reset": [Kind.PASSWORD_RESET, Kind.FACTOR_RESET],
                "email": [Kind.EMAIL_CHANGED, Kind.EMAIL_REVERTED],
            },
        )  # fmt: skip
        reset_at, email_changed_at, linked_at = cursor.fetchone()
    return marks(History(reset_at, email_changed_at, linked_at, user.device_since), now=now)
