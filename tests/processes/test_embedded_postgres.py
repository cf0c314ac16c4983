"""The launcher against everything that happens to a database on somebody's machine. Real processes only."""

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from osc.config.postgres import EmbeddedPostgres, liveness
from osc.config.postgres.binaries import all_binaries
from osc.config.postgres.liveness import _state

SRC = str(Path(__file__).parents[2] / "src")
START = "import sys; from pathlib import Path; from osc.config.postgres import EmbeddedPostgres as E; "


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A short folder that everybody may pass through; its server is stopped afterwards."""
    path = tmp_path_factory.mktemp("pg")
    for folder in (path, *list(path.parents)[:2]):
        if str(folder).startswith("/tmp/pytest"):
            folder.chmod(0o755)
    yield path
    for data in path.glob("*/PG_VERSION"):
        EmbeddedPostgres(data.parent).stop()


@pytest.mark.parametrize("binaries", [pytest.param(path, id=str(path.parts[-3:-1])) for path in all_binaries()])
def test_start_share_stop_with_every_kind_of_binaries(home: Path, binaries: Path) -> None:
    server = EmbeddedPostgres(home / "data", binaries=binaries)
    assert server.start() == "started"
    assert server.start() == "shared"
    server.ensure_database("one")
    server.ensure_database("one")
    server.execute("create extension btree_gist", "one")
    server.stop()
    assert not server.is_alive()
    assert server.start() == "started"
    server.stop()


def test_socket_folder_is_private_and_there_is_no_tcp(home: Path) -> None:
    server = EmbeddedPostgres(home / "data")
    server.start()
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert server.execute("show listen_addresses") == [("",)]
    assert server.execute("show data_checksums") == [("on",)]


def test_committed_rows_survive_kill_9_and_start_needs_no_help(home: Path) -> None:
    server = EmbeddedPostgres(home / "data")
    server.start()
    server.execute("create table t as select 1 as n")
    os.kill(server.pid, signal.SIGKILL)
    again = EmbeddedPostgres(home / "data")
    assert again.start() == "started"
    assert again.execute("select n from t") == [(1,)]


def test_two_processes_at_once_share_one_server(home: Path) -> None:
    code = START + "print(E(Path(sys.argv[1])).start())"
    command = [sys.executable, "-c", code, str(home / "data")]
    pair = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_env()) for _ in range(2)]
    words = sorted(process.communicate(timeout=60)[0].strip() for process in pair)
    assert words == ["shared", "started"]


def test_a_zombie_postmaster_counts_as_dead(home: Path) -> None:
    server = EmbeddedPostgres(home / "data")
    server.start()
    server.stop()
    zombie = subprocess.Popen([sys.executable, "-c", "pass"])
    while _state(zombie.pid) != "Z":
        time.sleep(0.02)
    (server.data_dir / "postmaster.pid").write_text(f"{zombie.pid}\n")
    assert not server.is_alive()
    assert server.start() == "started"
    zombie.wait()


def test_a_foreign_process_with_the_old_number_is_not_our_server(home: Path) -> None:
    server = EmbeddedPostgres(home / "data")
    server.start()
    server.stop()
    (server.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert server.start() == "started"


def test_a_server_that_recovers_for_long_is_not_dead(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = EmbeddedPostgres(home / "data")
    server.start()
    monkeypatch.setattr(liveness, "PAUSE_SECONDS", 0)
    silent = iter([False] * 1000)
    assert liveness.wait_until_alive_or_dead(server.data_dir, server.socket_dir, lambda: next(silent, True))
    monkeypatch.setattr(liveness, "RECOVERY_SECONDS", 0)
    assert not liveness.wait_until_alive_or_dead(server.data_dir, server.socket_dir, lambda: False)
    for entrance in server.socket_dir.glob(".s.PGSQL.5432"):
        entrance.unlink()
    server.stop()
    assert not liveness.is_running(server.data_dir), "one that does not answer is stopped as well"


def test_half_an_initdb_is_done_anew(home: Path) -> None:
    (home / "data.new").mkdir()
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    (home / "data").mkdir()
    assert EmbeddedPostgres(home / "data").start() == "started"


def test_a_home_that_is_closed_to_others(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "data")
    assert server.start() == "started"
    assert server.execute("select 1") == [(1,)]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: only root can become somebody else")
def test_as_a_normal_user(home: Path) -> None:
    """In a forked child: the interpreter itself may lie where only root can start it."""
    warm = EmbeddedPostgres(home / "warm")
    assert (warm.start(), warm.execute("select 1")) == ("started", [(1,)])
    own = home / "own"
    own.mkdir()
    daemon = pwd.getpwnam("daemon")
    os.chown(own, daemon.pw_uid, daemon.pw_gid)
    if (child := os.fork()) == 0:
        os.setgroups([])
        os.setgid(daemon.pw_gid)
        os.setuid(daemon.pw_uid)
        server = EmbeddedPostgres(own / "data")
        good = server.start() == "started" and server.execute("select 1") == [(1,)]
        server.stop()
        os._exit(0 if good else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (own / "data" / "PG_VERSION").stat().st_uid == daemon.pw_uid


def test_a_very_long_path_gets_a_short_private_socket(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    server = EmbeddedPostgres(deep / "data")
    server.start()
    with psycopg.connect(server.superuser_url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    server.stop()


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SRC, "PYTHONDONTWRITEBYTECODE": "1"}
