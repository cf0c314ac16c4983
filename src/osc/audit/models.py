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
