"""Files that belong to a customer: bills, confirmations, mandates."""

from django.db import models

from osc.isolation.models import CustomerTable


class Document(CustomerTable):
    """A file as it was handed to the customer. The database refuses to change it (R-ZUG-2)."""

    contract_account_id = models.UUIDField(db_index=True)
    # SHA-256 of the content, hexadecimal; checked by the database
    content_hash = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    file_name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract_account_id", "content_hash"], name="document_once"),
        ]
