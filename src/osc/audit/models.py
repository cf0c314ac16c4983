"""Who did what. Append-only, explicit, never used for logic."""

from django.db import models

from osc.isolation.models import CustomerTable


class AuditEntry(CustomerTable):
    """One deed: who (`actor`), what (`deed`), on what (`subject`), with which values (`detail`)."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    deed = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)


class RetentionHold(CustomerTable):
    """Nothing of this customer is deleted while a hold runs (R-RET-2)."""

    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class RetentionRun(models.Model):
    """What a monthly run deleted: numbers by kind, never contents (R-RET-5)."""

    at = models.DateTimeField()
    report = models.JSONField()
    held = models.PositiveIntegerField()
