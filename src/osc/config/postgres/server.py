"""Starting, sharing and surviving: one server per data directory, whatever happened to it before."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from osc.config.postgres.binaries import find_binaries
from osc.config.postgres.liveness import is_running, wait_until_alive_or_dead
from osc.config.postgres.unprivileged import Unprivileged

SUPERUSER = "osc"
LONGEST_SOCKET_PATH = 90  # the kernel allows 107 bytes including the file name
# syncfs: after a crash one call for the whole file system instead of one for each of two thousand files
DURABLE = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "recovery_init_sync_method": "syncfs",
}  # fmt: skip
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A private PostgreSQL: unix socket only, in a folder that only its owner may enter.

    `durable=False` trades safety for speed and is for tests only.
    """

    def __init__(
        self, data_dir: Path, *, options: Mapping[str, str] | None = None, durable: bool = True,
        binaries: Path | None = None,
    ) -> None:  # fmt: skip
        self.data_dir = data_dir.absolute()
        self._options = {**(DURABLE if durable else FLEETING), **(options or {})}
        self._user = Unprivileged(binaries or find_binaries(), self.data_dir.parent)
        self.socket_dir = self._choose_socket_dir()

    def start(self) -> str:
        """Brings the server up; "started", or "shared" when it already runs for somebody else."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        with self._only_one():
            self._prepare_folders()
            if self.is_alive():
                return "shared"
            self._run("pg_ctl", "-D", self.data_dir, "-w", "-t", "60", "-l", self.data_dir / "server.log",
                      "-o", self._command_line(), "start")  # fmt: skip
            return "started"

    def stop(self) -> None:
        """Stops the server for everybody; open transactions are rolled back."""
        if is_running(self.data_dir):
            self._run("pg_ctl", "-D", self.data_dir, "-w", "-m", "fast", "stop")

    def is_alive(self) -> bool:
        """True when the server answers; cleans up after a dead one, so that a start works."""
        return wait_until_alive_or_dead(self.data_dir, self.socket_dir, self._answers)

    @property
    def pid(self) -> int:
        """The process id of the postmaster. Raises FileNotFoundError when it never ran."""
        return int((self.data_dir / "postmaster.pid").read_text().split()[0])

    def url(self, database: str, user: str) -> str:
        """A postgresql:// URL through the private socket."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The URL for the server's owner; row-level security does not bind it."""
        return self.url(database, SUPERUSER)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Runs one statement as superuser outside of a transaction; returns its rows."""
        with psycopg.connect(self.superuser_url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def ensure_database(self, name: str, owner: str = SUPERUSER) -> None:
        """Creates the database unless it exists."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
                statement = sql.SQL("create database {} owner {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(owner)))

    def _prepare_folders(self) -> None:
        self._user.own_folder(self.socket_dir)
        if (self.data_dir / "PG_VERSION").exists():
            return
        # a kill in the middle of initdb must not leave half a cluster behind: build aside, then rename
        fresh = self.data_dir.with_name(self.data_dir.name + ".new")
        for leftover in (fresh, self.data_dir):
            shutil.rmtree(leftover, ignore_errors=True)
        self._user.own_folder(fresh)
        self._run("initdb", "-D", fresh, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync",
                  "--data-checksums", *self._locale())  # fmt: skip
        fresh.rename(self.data_dir)

    def _locale(self) -> list[str]:
        version = self._run("postgres", "--version").split()[2]
        if int(version.split(".")[0]) >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]

    def _command_line(self) -> str:
        options = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket_dir}'",
            "max_connections": "100",
            "shared_buffers": "64MB",
            **self._options,
        }
        return " ".join(f"-c {name}={value}" for name, value in options.items())

    def _choose_socket_dir(self) -> Path:
        beside = self.data_dir.with_name(self.data_dir.name + ".socket")
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_PATH:
            return beside
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"osc-pg-{os.getuid()}-{digest}"

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.superuser_url(), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _run(self, program: str, *arguments: object) -> str:
        try:
            return self._user.run(program, *map(str, arguments))
        except subprocess.CalledProcessError as error:
            log = self.data_dir / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {error.stderr or error.stdout}\n{tail}") from error

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        """Two processes that start at once: the second waits and then finds the server running."""
        with open(self.data_dir.with_name(self.data_dir.name + ".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
