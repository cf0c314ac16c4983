"""Truths about tables: who may see them, and in which direction they point."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from osc.isolation.models import CustomerTable

ROOT = Path(__file__).parents[2]
# tables without an owner, and why nobody needs row-level security there
EXEMPT = {
    "interchange_importrun": "a run concerns many customers; only the worker reads it",
    "interchange_inboundrecord": "raw records before they have an owner; only the worker reads it",
    "interchange_feedcursor": "a number",
    "metering_anonymousreading": "the web role may add and read nothing; the worker matches it",
    "contracts_tariff": "what the utility offers to everybody",
    "correspondence_mail": "the web role may add and read nothing",
    "correspondence_paperletter": "the web role may add and read nothing",
    "identity_portaluser": "read before anybody is signed in",
    "identity_accountlink": "row-level security is fed from here",
    "identity_loginsession": "found by the hash of a secret",
    "identity_registration": "found by the hash of a secret",
    "identity_lettercode": "found by the hash of a secret",
    "identity_invitation": "found by the hash of a secret",
    "identity_factorreset": "belongs to a log-in, which may have no partner",
    "identity_securityalert": "says that there are very many tries, of whomever",
    "identity_oldlogin": "log-ins of the old portal before they have an owner; only the worker reads it",
    "identity_guessingresult": "five numbers about all numbers",
    "identity_device": "found by the hash of a secret before anybody is signed in",
    "identity_passwordreset": "found by the hash of a secret or by the address typed",
    "identity_unlocklink": "found by the hash of a secret",
    "identity_emailchange": "found by the hash of a secret",
    "identity_securityevent": "belongs to a log-in, which may have no partner",
    "identity_authenticatorapp": "belongs to a log-in and is asked before the session is open",
    "identity_recoverycode": "belongs to a log-in and is asked before the session is open",
    "identity_passkey": "belongs to a log-in and is asked before the session is open",
    "payments_banklink": "found by the hash of a secret, before anybody is signed in",
    "payments_ibanuse": "keyed hashes that say whether somebody else uses an account",
    "declarations_declaration": "has no owner yet; found by the hash of a secret, by row-level security",
    "audit_retentionrun": "numbers of what was deleted",
    "limits_counter": "holds hashes and numbers",
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("osc.")]


def layers() -> dict[str, int]:
    """Height of each room, from the one file that orders them."""
    text = (ROOT / ".importlinter").read_text().split("layers =")[1].split("[importlinter")[0]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {room.strip(): -height for height, line in enumerate(lines) for room in line.split("|")}


@pytest.mark.django_db
def test_every_customer_table_is_under_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity, "
            "coalesce(array_agg(p.polname order by p.polname) filter (where p.polname is not null), '{}') "
            "from pg_class c left join pg_policy p on p.polrelid = c.oid where c.relkind in ('r', 'p') group by 1, 2"
        )
        secured = {name: (forced, policies) for name, forced, policies in cursor.fetchall()}
    for model in own_models():
        table = model._meta.db_table
        if issubclass(model, CustomerTable):
            assert secured[table] == (True, ["all_rows", "own_rows"]), table
        else:
            assert table in EXEMPT, f"{table} has no owner and no reason"
    assert set(EXEMPT) <= {model._meta.db_table for model in own_models()}, "a reason for a table that is gone"


@pytest.mark.django_db
def test_the_check_goes_red_on_a_table_without_a_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table payments_sepamandate no force row level security")
    with pytest.raises(AssertionError, match="payments_sepamandate"):
        test_every_customer_table_is_under_row_level_security()


def upward_keys(found: list[type[models.Model]]) -> list[str]:
    heights, problems = layers(), []
    for model in found:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                here, there = model._meta.app_label, field.related_model._meta.app_label
                if here != there and heights[there] >= heights[here]:
                    problems.append(f"{model.__name__}.{field.name} points up to {there}")
    return problems


def test_foreign_keys_point_down() -> None:
    assert upward_keys(own_models()) == []


def test_the_check_goes_red_on_a_key_that_points_up() -> None:
    class Fake:
        class _meta:
            app_label = "foundation"

            @staticmethod
            def get_fields() -> list[models.Field]:
                from osc.metering.models import Meter

                return [Meter._meta.get_field("contract")]

    assert upward_keys([Fake]) == ["Fake.contract points up to contracts"]  # type: ignore[list-item] - tests only


def test_the_state_diagram_in_the_docs_is_the_table_in_the_code() -> None:
    from osc.cases.rules.states import diagram

    text = (ROOT / "docs/flows/case.md").read_text(encoding="utf-8")
    assert diagram() in text, "run: python -c 'from osc.cases.rules.states import diagram; print(diagram())'"
