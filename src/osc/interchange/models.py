"""Tables of the fence: what goes out, what came in, what could not be applied."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from osc.isolation.models import CustomerTable


class OutboundMessage(CustomerTable):
    """A customer's submission on its way to the billing system. Its id is the idempotency key."""

    class State(models.TextChoices):
        WAITING = "waiting"
        # a person must release it first
        HELD = "held"
        # the billing system has it and will book it later
        RECEIVED = "received"
        CANCELLED = "cancelled"
        BOOKED = "booked"
        NEEDS_CLARIFICATION = "needs_clarification"
        REJECTED = "rejected"
        SET_ASIDE = "set_aside"

    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField()
    case_id = models.UUIDField(db_index=True)
    # messages with the same lane are delivered one after the other, in the order of acceptance
    lane = models.CharField(max_length=80)
    state = models.CharField(max_length=24, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    accepted_at = models.DateTimeField()
    # not handed over before this moment; null once its job is in the queue
    not_before = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finished_has_time",
                condition=Q(state__in=["waiting", "held", "received"], finished_at__isnull=True)
                | Q(finished_at__isnull=False) & ~Q(state__in=["waiting", "held", "received"]),
            )
        ]
        indexes = [
            models.Index(fields=["accepted_at"], condition=Q(state="waiting"), name="outbound_waiting"),
            models.Index(
                fields=["not_before"], condition=Q(state="waiting", not_before__isnull=False), name="outbound_due"
            ),
        ]


class ImportedTable(CustomerTable):
    """A row whose truth lives in the billing system; the portal holds a copy."""

    external_id = models.CharField(max_length=80, unique=True)
    source_version = models.BigIntegerField()
    content_hash = models.CharField(max_length=32)
    # no longer in the source; kept, because receipts and audit entries still name it
    missing_since = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ImportRun(models.Model):
    """One batch that came in: a file, a full export or a slice of the feed, and what became of it."""

    class State(models.TextChoices):
        RUNNING = "running"
        APPLIED = "applied"
        REFUSED = "refused"
        HELD = "held"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source = models.CharField(max_length=200)
    full = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    # {kind: {"received": n, "new": n, "changed": n, "unchanged": n, "set_aside": n, "missing": n}}
    report = models.JSONField(default=dict)


class InboundRecord(models.Model):
    """A record from the feed, stored raw and unique before anybody interprets it, or set aside from a file."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPLIED = "applied"
        QUARANTINED = "quarantined"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=80)
    source_version = models.BigIntegerField()
    raw = models.TextField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "external_id", "source_version"], name="record_once")]
        indexes = [
            models.Index(fields=["id"], condition=~Q(state="applied"), name="inbound_open"),
        ]


class FeedCursor(models.Model):
    """How far the feed of a source was read. Moves in the transaction that stores the records."""

    source = models.CharField(primary_key=True, max_length=80)
    position = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
