"""The draft of a move."""

from datetime import datetime, timedelta
from typing import Any

from osc.isolation.scope import Scope
from osc.moving.models import MoveDraft

DRAFT_LIFE = timedelta(days=1)


def find_draft(scope: Scope, *, now: datetime) -> dict[str, Any]:
    """What was filled in during the last day; empty when nothing was."""
    row = MoveDraft.objects.filter(user_id=scope.user_id, saved_at__gt=now - DRAFT_LIFE).first()
    return dict(row.content) if row else {}
