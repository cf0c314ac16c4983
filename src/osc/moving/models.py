"""What moving needs to remember beside its cases."""

from django.db import models

from osc.cases.models import Case
from osc.isolation.models import CustomerTable


class MoveDraft(CustomerTable):
    """A move that is still being filled in, for a day. One per log-in."""

    user_id = models.UUIDField(unique=True)
    content = models.JSONField()
    saved_at = models.DateTimeField()


class AwaitedReading(CustomerTable):
    """A move whose readings are still missing: the customer is reminded on the day."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="awaited_reading")
    moves_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["moves_on"], condition=models.Q(reminded_at=None), name="reading_to_remind"),
        ]
