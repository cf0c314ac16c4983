"""REL4: `osc check` refuses a database that may forget what it has committed."""

import pytest
from django.db import connection

from osc.config.database import weak_durability

pytestmark = pytest.mark.django_db


def test_rel4_what_may_be_forgotten_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = on")
        assert "synchronous_commit" not in weak_durability()
        cursor.execute("set local synchronous_commit = off")
    assert "may forget what it has committed" in weak_durability() and "synchronous_commit = off" in weak_durability()
