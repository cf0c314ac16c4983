"""`osc demo`: again after kill -9, and a second one beside it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tools.demo import read_card, running_demo

from osc.config.demo.claims import claim_data_dir
from tests.support.door import free_port

ROOT = Path(__file__).parents[2]


def test_after_kill_9_it_comes_up_again_and_nothing_of_the_old_one_is_left(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("again")
    for step in (folder, *list(folder.parents)[:2]):
        if "pytest" in str(step):
            step.chmod(0o755)
    (folder / "demo").mkdir()
    (folder / "demo" / "token").write_text("-begins-like-an-option")
    command = [
        sys.executable,
        "-m",
        "osc.config.cli",
        "demo",
        "--accounts",
        "80",
        "--port",
        str(free_port()),
        "--data-dir",
        str(folder / "demo"),
    ]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (folder / "demo" / "demo.json").exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    old = read_card(folder / "demo")["pids"]
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    with running_demo(folder / "demo", accounts=80, port=free_port()) as card:
        assert httpx.get(f"{card['base_url']}/anmelden/").status_code == 200
        for name, tunable in (("web", b"hugetlb=1"), ("worker", b"arena_max=1")):
            environment = Path(f"/proc/{card['pids'][name]}/environ").read_bytes()
            assert b"GLIBC_TUNABLES=glibc.malloc." + tunable in environment, f"{name} begins anew, as the same process"
            unlimited = b"OSC_STATEMENT_TIMEOUT_MS=0" in environment
            assert unlimited == (name == "worker"), "pages have five seconds for a statement, imports their time"
        states = [Path(f"/proc/{old[name]}/stat") for name in ("web", "worker", "utility")]
        assert all(not path.exists() or path.read_text().rsplit(")", 1)[1].split()[0] == "Z" for path in states)
        with running_demo(folder / "demo", accounts=80, port=free_port()) as _:
            assert (folder / "demo-2" / "demo.json").exists()


def test_a_directory_in_use_is_not_shared(tmp_path: Path) -> None:
    assert claim_data_dir(tmp_path / "demo") == tmp_path / "demo"
    assert claim_data_dir(tmp_path / "demo") == tmp_path / "demo-2"
