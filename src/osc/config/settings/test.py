"""Settings of the tests: a non-durable embedded PostgreSQL, a fixed clock, mails in memory."""

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

os.environ.setdefault("OSC_SECRET_KEY", "test-" * 12)
os.environ.setdefault("OSC_FIELD_KEY", "test:" + "field-key-of-the-tests-" * 2)
os.environ.setdefault("OSC_BASE_URL", "http://testserver")
os.environ.setdefault("OSC_ASSETS", str(Path(gettempdir()) / f"osc-test-{os.getuid()}" / "assets"))
os.environ.setdefault("OSC_STATIC_ROOT", str(Path(gettempdir()) / f"osc-test-{os.getuid()}" / "static"))

from osc.config.database import database_from_url
from osc.config.postgres import EmbeddedPostgres
from osc.config.settings.base import *  # noqa: F403 - settings inherit

# one server for all runs of this user; Django makes its own database in it
SERVER = EmbeddedPostgres(Path(gettempdir()) / f"osc-test-{os.getuid()}" / "postgres", durable=False)
SERVER.start()
DATABASES = {"default": database_from_url(SERVER.superuser_url("postgres"))}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
DATABASES["staff"] = {**DATABASES["default"], "TEST": {"MIRROR": "default"}}

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def CLOCK() -> datetime:
    """The time of all tests that do not say another."""
    return NOW


ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BILLING_DOOR = "tests.support.door:the_door"
