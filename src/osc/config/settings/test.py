"""Settings of the tests: a non-durable embedded PostgreSQL, cheap hashing, mails in memory."""

import os
from pathlib import Path
from tempfile import gettempdir

os.environ.setdefault("OSC_SECRET_KEY", "test-" * 12)
os.environ.setdefault("OSC_BASE_URL", "http://testserver")

from osc.config.database import database_from_url
from osc.config.postgres import EmbeddedPostgres
from osc.config.settings.base import *  # noqa: F403 - settings inherit

# one server for all runs of this user; Django makes its own database in it
_server = EmbeddedPostgres(Path(gettempdir()) / f"osc-test-{os.getuid()}" / "postgres", durable=False)
_server.start()
DATABASES = {"default": database_from_url(_server.superuser_url("postgres"))}
DATABASES["default"]["TEST"] = {"NAME": f"test_osc_{os.getpid()}"}
DATABASES["staff"] = DATABASES["default"] | {"TEST": {"MIRROR": "default"}}

ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BILLING_DOOR = "tests.door:the_door"
