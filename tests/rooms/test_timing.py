"""Timing in small form (LOG2, LOG3): the work of an answer does not depend on what exists. The attack suite measures
the same over HTTP; here the statements and hashes are counted, which no noise can hide."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from osc.identity.entry.checking import SignInFailed, sign_in
from osc.identity.entry.opening import Visitor
from osc.identity.models import PasswordReset
from osc.identity.recovery.asking import ask_new_password, judge
from tests.support.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NOW = settings.NOW
UNUSED = "EP-" + "7K4M2Q9PXB" * 2


@contextmanager
def work() -> Iterator[dict[str, int]]:
    """Hashes computed and statements run inside."""
    done = {"hashes": 0}
    hasher = type(get_hasher())

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def once(*args: object, **more: object) -> object:
            done["hashes"] += 1
            return original(*args, **more)

        return once

    with (
        patch.object(hasher, "encode", counted(hasher.encode)),
        patch.object(hasher, "verify", counted(hasher.verify)),
        CaptureQueriesContext(connection) as queries,
    ):
        yield done
    done["statements"] = len(queries)


def attempt(email: str, password: str, number: int) -> dict[str, int]:
    with work() as done, suppress(SignInFailed):
        sign_in(email=email, password=password, address=f"10.9.0.{number}", now=NOW)
    return done


def test_log2_one_hash_and_the_same_statements_for_known_unknown_disabled_and_pending() -> None:
    make_user("jana")
    make_user("A")
    make_user("B", is_active=False)
    pending = PasswordReset(email="a@example.net", language="de", source="", asked_at=NOW)
    pending.save()
    judge(reset_id=pending.id, now=NOW)
    people = ("jana@example.net", "a@example.net", "b@example.net", "niemand@example.net")
    for typed in ("falsch", UNUSED):
        results = [attempt(email, typed, number) for number, email in enumerate(people)]
        assert all(result == results[0] for result in results), results
        assert results[0]["hashes"] == 1


def test_a_right_password_costs_one_hash_too() -> None:
    make_user("jana")
    assert attempt("jana@example.net", PASSWORD, 1)["hashes"] == 1


def test_log3_forgotten_password_does_the_same_work_for_everybody() -> None:
    make_user("jana")
    results = []
    for email in ("jana@example.net", "niemand@example.net"):
        with work() as done:
            ask_new_password(email=email, language="de", visitor=Visitor("10.9.9.9", ""), now=NOW)
        results.append(done)
    assert results[0] == results[1] and results[0]["hashes"] == 0
