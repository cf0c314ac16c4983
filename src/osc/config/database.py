"""From a postgresql:// URL to Django's settings."""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database_from_url(url: str) -> dict[str, Any]:
    """Django's dict for a libpq URL or connection string; connections are kept open and checked."""
    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    options = {key: value for key, value in parts.items() if value is not None}
    options["options"] = (
        # pages are short statements over data in memory: compiling one costs more than it ever saves, and the way
        # through an index is cheaper than PostgreSQL thinks, because every row that is looked at asks a policy
        f"{options.get('options', '')} -c statement_timeout={statement_timeout_ms()} -c lock_timeout=5000 -c jit=off"
        " -c random_page_cost=1.1"
    )
    if os.environ.get("OSC_PREPARED_STATEMENTS", "on") == "on":  # off only behind PgBouncer before 1.21
        options |= {"server_side_binding": True, "prepare_threshold": 2}
        # with many customers PostgreSQL would plan the same statement anew for every page: three times the CPU
        options["options"] += " -c plan_cache_mode=force_generic_plan"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
        **settings,
    }


def weak_durability() -> str:
    """Why a receipt could be shown and lost with this database (REL4); one that is away says nothing."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select name from pg_settings where setting = 'off'"
                " and name in ('fsync', 'full_page_writes', 'synchronous_commit') order by 1"
            )
            weak = ", ".join(f"{name} = off" for (name,) in cursor.fetchall())
    except DatabaseError:
        return ""
    return f"The database may forget what it has committed: {weak}. A receipt is a promise." if weak else ""


def statement_timeout_ms() -> int:
    """Five seconds for pages; `osc.config.cli` lets every command but web take its time."""
    return int(os.environ.get("OSC_STATEMENT_TIMEOUT_MS", "5000"))
