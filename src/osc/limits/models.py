"""The table of all limits: hashes and numbers, nobody's data."""

from django.db import models


class Counter(models.Model):
    """How often something happened. Counted before it is judged, in one atomic statement.

    `window_ends_at` is the moment at which everything is free again.
    """

    key = models.CharField(primary_key=True, max_length=120)
    window_ends_at = models.DateTimeField(db_index=True)
    n = models.IntegerField()
