"""The template database of all tests: migrated, and filled through the real interchange with a small world."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from django.conf import settings

ACCOUNTS, SEED, TODAY = 140, 1, date(2026, 11, 24)
ROOT = Path(__file__).parents[2]
FILL = """
import django; django.setup()
from django.conf import settings
from osc.connectors.demo.world.export import export_lines, world_lines
from osc.interchange.imports.run import import_file
from tests.support.database import ACCOUNTS, SEED, TODAY
run = import_file(export_lines(world_lines(ACCOUNTS, SEED, TODAY), TODAY), source="tests", clock=settings.CLOCK)
assert run.state == "applied", run.reason
from django.db import connection
connection.cursor().execute("delete from procrastinate_jobs")  # tests begin with an empty queue
"""


def template_name() -> str:
    """One template for each state of the code that shapes it."""
    sources = [*ROOT.glob("src/osc/**/migrations/*.py"), *ROOT.glob("src/osc/**/messages.py")]
    sources += [*ROOT.glob("src/osc/connectors/demo/world/**/*.py"), *ROOT.glob("src/osc/interchange/imports/*.py")]
    sources += [ROOT / "src/osc/isolation/policies.py", Path(__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources)))
    return f"osc_template_{digest.hexdigest()[:12]}"


def ensure_template() -> str:
    """Makes the template the first time; two runs at once wait for each other in the database."""
    name = template_name()
    server = settings.SERVER
    if server.execute(f"select 1 from pg_database where datname = '{name}' and datistemplate"):
        return name
    server.execute(f"drop database if exists {name}")
    server.ensure_database(name)
    environment = {
        **os.environ,
        "DATABASE_URL": server.superuser_url(name),
        "DJANGO_SETTINGS_MODULE": "tests.support.fill_settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "OSC_VERBOSITY": "0",
    }
    for command in (["-m", "osc.config.cli", "migrate"], ["-c", FILL]):
        subprocess.run([sys.executable, *command], check=True, env=environment, cwd=ROOT)
    server.execute(f"alter database {name} is_template true")
    return name
