"""Fixtures of all tests. Rooms and pages run on the real embedded database, filled with the demo world."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Playwright keeps an event loop in the thread of the journeys; the database is only used between them
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The test database is a copy of the template, which is made once for each state of the code."""
    from django.conf import settings
    from django.db import connections

    from tests.support.database import ensure_template

    name = ensure_template()
    for each in (settings.DATABASES["default"], connections["default"].settings_dict):
        each.setdefault("TEST", {})
        each["TEST"] |= {"TEMPLATE": name, "NAME": f"test_osc_{os.getpid()}"}


@pytest.fixture(scope="session", autouse=True)
def _assets() -> None:
    """Style sheets and icons are built once, as an installation builds them."""
    import django

    django.setup()
    from osc.config.build import build

    build()


@pytest.fixture
def portal(db: None) -> "PageClient":  # noqa: F821 - imported late, after Django is set up
    """A browser that checks every page."""
    from tests.support.client import PageClient

    return PageClient()


@pytest.fixture
def staff_database(db: None) -> Iterator[None]:
    """Staff look at the test's own transaction, through what is a connection of their own elsewhere."""
    from django.db import connections

    own = connections["staff"]
    connections["staff"] = connections["default"]
    yield
    connections["staff"] = own


@pytest.fixture
def make_user(db: None) -> Callable[..., object]:
    """A log-in linked to contract accounts given by number."""
    from tests.support.people import make_user as make

    return make


@pytest.fixture
def utility(tmp_path: Path, db: None) -> Iterator["RunningUtility"]:  # noqa: F821 - imported late
    """The demo utility over real HTTP."""
    from tests.support.door import RunningUtility

    with RunningUtility(tmp_path / "utility") as running:
        yield running
