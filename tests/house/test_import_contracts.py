"""The contracts go red on a seeded upward import, on a neighbour, and on a room nobody ordered."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src" / "osc", tmp_path / "osc", ignore=shutil.ignore_patterns("__pycache__", "*.html", "*.mo")
    )
    shutil.copyfile(ROOT / ".importlinter", tmp_path / ".importlinter")
    return tmp_path


def broken(folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("foundation/money.py", "import osc.portal.pages", "Rooms import downwards only"),
        ("metering/queries.py", "import osc.payments.models", "Rooms import downwards only"),
        ("metering/rules/dates.py", "import django", "Rules are pure"),
        ("foundation/period.py", "import django", "The foundation knows no framework"),
        ("connectors/demo/store.py", "import osc.contracts.models", "The demo utility shares nothing"),
        ("anything/__init__.py", "", "Rooms import downwards only"),
    ],
)
def test_a_seeded_defect_breaks_the_contract(copy: Path, place: str, line: str, contract: str) -> None:
    target = copy / "osc" / place
    target.parent.mkdir(exist_ok=True)
    target.write_text((target.read_text() if target.exists() else "") + f"\n{line}\n")
    lines = broken(copy).splitlines()
    assert any(contract in each and "BROKEN" in each for each in lines) or any("anything" in each for each in lines), (
        lines
    )
