"""The attack suite: black box, over HTTP, against a running demo. `make test` runs what is marked `short`,
`make attack` all of it; ids are those of the security bar (REG1, LOG4, WEB7 …)."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools.demo import running_demo

from tests.attacks.visitor import Demo
from tests.support.door import free_port

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without OSC_ATTACK=full only the short selection stays; the rest is deselected, not skipped."""
    if os.environ.get("OSC_ATTACK") == "full":
        return
    left = [each for each in items if HERE in each.path.parents and each.get_closest_marker("short") is None]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if each not in left]


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Where a demo lives; the database's own user must be able to get there."""
    folder = factory.mktemp(name)
    for step in (folder, *(parent for parent in list(folder.parents)[:2] if "pytest" in parent.name)):
        step.chmod(0o755)
    return folder / "demo"


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A demo after its first start, which takes longer than all others; None where one demo is enough."""
    if given := os.environ.get("OSC_ATTACK_SEED"):
        return Path(given)
    if os.environ.get("OSC_ATTACK") != "full":
        return None
    folder = _folder(tmp_path_factory, "seed")
    with running_demo(folder, accounts=400, port=free_port()):
        pass
    return folder


def _running(factory: pytest.TempPathFactory, name: str, seed: Path | None) -> Iterator[Demo]:
    folder = _folder(factory, name)
    if seed is not None:
        subprocess.run(["cp", "-a", seed, folder], check=True)
        (folder / "demo.json").unlink(missing_ok=True)
    with running_demo(folder, accounts=400, port=free_port()) as card:
        yield Demo(card)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, seed: Path | None) -> Iterator[Demo]:
    """A demo with its post office and its ledger, for attacks that leave the clock alone."""
    yield from _running(tmp_path_factory, "attacks", seed)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, seed: Path | None) -> Iterator[Demo]:
    """A demo of the module's own, whose clock the attacks may move."""
    yield from _running(tmp_path_factory, "moved", seed)


@pytest.fixture
def later(moved: Demo) -> Demo:
    """The module's demo a day after the last attack, so that no limit is inherited."""
    moved.clock.move(hours=25)
    return moved


@pytest.fixture
def canaries(demo: Demo) -> dict[str, set[str]]:
    """What belongs to one person and nobody else, by kind of household."""
    people: list[dict[str, Any]] = demo.card["registered"]
    return {person["kind"]: set(person["canaries"]) for person in people}
