"""What has run out is deleted: sessions, known browsers, links, codes, old events (R-DS-16, security 6)."""

from datetime import datetime, timedelta

from django.db.models import Q

from osc.identity.models import (
    Device,
    EmailChange,
    FactorReset,
    Invitation,
    LetterCode,
    LoginSession,
    PasswordReset,
    Registration,
    SecurityAlert,
    SecurityEvent,
    UnlockLink,
)
from osc.identity.sessions import ABSOLUTE, IDLE
from osc.isolation.markers import unscoped
from osc.limits.counters import drop_full

# a day after its end a link says nothing any more that a page or a job wants to know
LINKS_KEPT = timedelta(days=1)
# letters take their time; a request belongs to its letter
REQUESTS_KEPT = timedelta(days=60)
EVENTS_KEPT = timedelta(days=90)


@unscoped(reason="the worker deletes what has run out, whose ever it was")
def delete_what_has_run_out(*, now: datetime) -> dict[str, int]:
    """Deletes it and returns how many rows of which table; what is still good stays."""
    ended, old = now - LINKS_KEPT, now - EVENTS_KEPT
    gone = {
        "sessions": LoginSession.objects.filter(Q(seen_at__lte=now - IDLE) | Q(created_at__lte=now - ABSOLUTE)),
        "devices": Device.objects.filter(valid_until__lte=now),
        "resets": PasswordReset.objects.filter(asked_at__lte=ended),
        "unlock_links": UnlockLink.objects.filter(Q(valid_until__lte=ended) | Q(used_at__lte=ended)),
        "email_changes": EmailChange.objects.filter(
            Q(ended_at__lte=ended) | Q(revert_until__lte=ended) | Q(confirmed_at=None, valid_until__lte=ended)
        ),
        "invitations": Invitation.objects.filter(Q(ended_at__lte=ended) | Q(valid_until__lte=ended)),
        "registrations": Registration.objects.filter(
            Q(valid_until=None) | Q(valid_until__lte=now), requested_at__lte=now - REQUESTS_KEPT
        ),
        "letter_codes": LetterCode.objects.filter(valid_until__lte=now - REQUESTS_KEPT),
        "events": SecurityEvent.objects.filter(at__lte=old),
        "alerts": SecurityAlert.objects.filter(seen_at__lte=old),
        "factor_resets": FactorReset.objects.filter(decided_at__lte=old),
    }
    return {name: rows.delete()[0] for name, rows in gone.items()} | {"counters": drop_full(now=now)}
