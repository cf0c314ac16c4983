"""One cursor for each connection: what was read stays, an error spoils nothing, a new connection has its own."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from osc.isolation.statements import run


@pytest.mark.django_db
def test_statements_share_a_cursor_and_are_still_seen_by_django() -> None:
    first = run("select %s::int", [1])
    assert first.fetchone() == (1,)
    with CaptureQueriesContext(connection) as queries:
        second = run("select %s::int + 1", [1])
    assert second.fetchall() == [(2,)]
    assert first.cursor is second.cursor and len(queries) == 1


@pytest.mark.django_db
def test_the_next_statement_works_after_an_error() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        run("select 1 / 0")
    assert run("select 'fine'").fetchone() == ("fine",)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_has_a_cursor_of_its_own() -> None:
    before = run("select 1").cursor
    connection.close()
    after = run("select 2")
    assert after.fetchone() == (2,) and after.cursor is not before
