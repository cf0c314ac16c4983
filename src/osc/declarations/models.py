"""What people declare on public pages, stored as it came, before anybody knows whose contract it is about."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from osc.declarations.declared import Declared, Kind


class Declaration(models.Model):
    """A declaration of intent with the moment it reached us. It counts from `received_at`, whatever is found later.

    The web role may add rows; it sees the one whose form it names (row-level security, `own_receipt`).
    """

    class State(models.TextChoices):
        OPEN = "open"
        MATCHED = "matched"
        UNMATCHED = "unmatched"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    # SHA-256 of the form's key; the key itself is the address of the receipt
    form_hash = models.BinaryField(max_length=32, unique=True)
    content_hash = models.CharField(max_length=64)
    # what was typed, field by field
    content = models.JSONField()
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    # only for somebody signed in: the log-in, and contracts chosen from its own list
    user_id = models.UUIDField(null=True)
    chosen_contracts = models.JSONField(default=list)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    doubt = models.CharField(max_length=20, blank=True)
    case_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    # why staff settled it like this
    note = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="settled_has_time",
                condition=Q(state__in=["open", "unmatched"], settled_at__isnull=True)
                | Q(state__in=["matched", "closed"], settled_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state="unmatched"), name="declaration_unmatched"),
        ]

    def declared(self) -> Declared:
        """What it says, without the table."""
        return Declared(
            self.id, self.reference, Kind(self.kind), self.name, self.email, self.language, self.content,
            self.received_at, self.user_id,
        )  # fmt: skip
