"""The base of every table that holds a customer's data."""

from uuid import uuid4

from django.db import models


class CustomerTable(models.Model):
    """A row that belongs to exactly one business partner.

    Row-level security compares `business_partner_id` with the setting `osc.partners`. It is a plain
    column and not a foreign key: it is also the distribution column of a sharded database.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    business_partner_id = models.UUIDField(db_index=True)

    class Meta:
        abstract = True
