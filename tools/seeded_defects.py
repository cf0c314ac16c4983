"""`make defects`: small defects, one at a time, in a copy of this checkout; the test that must notice goes red.

`defects.toml` beside the tests lists them. Words on the command line choose: a group ("BIZ") or an id.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.demo import running_demo

ROOT = Path(__file__).parents[1]
LISTS = (Path("tests/attacks/defects.toml"), Path("tests/processes/defects.toml"))
GROUPS = ("REG", "LOG", "PWD", "AUT", "BIZ", "WEB", "KILL")
FEWEST = 3
NOT_COPIED = (".*", "var", "build", "shots", "node_modules", "__pycache__")


@dataclass(frozen=True, slots=True)
class Change:
    """One text in one file, and what takes its place."""

    file: str
    search: str
    replace: str


@dataclass(frozen=True, slots=True)
class Defect:
    """What somebody could break, and the test that must notice."""

    id: str
    group: str
    why: str
    test: str
    changes: tuple[Change, ...]

    @property
    def shapes_data(self) -> bool:
        """Whether a demo has to be made anew for it: tables and the people in them come from these files."""
        return any(part in change.file for change in self.changes for part in ("isolation/", "migrations/", "imports/"))


def read_defects(root: Path) -> list[Defect]:
    """All seeded defects, in the order of the lists."""
    lists = [root / each for each in LISTS if (root / each).is_file()]
    return [
        Defect(each["id"], each["group"], each["why"], each["test"], tuple(Change(**one) for one in each["change"]))
        for path in lists for each in tomllib.loads(path.read_text(encoding="utf-8"))["defect"]
    ]  # fmt: skip


def check(root: Path) -> list[str]:
    """Texts that are not exactly once in their file, tests that do not exist, groups with too few defects."""
    defects = read_defects(root)
    findings = []
    for defect in defects:
        for change in defect.changes:
            path = root / change.file
            count = path.read_text(encoding="utf-8").count(change.search) if path.is_file() else 0
            if count != 1:
                findings.append(f"defects.toml: {defect.id}: its text is {count} times in {change.file}")
        if not exists(root, defect.test):
            findings.append(f"defects.toml: {defect.id}: there is no {defect.test}")
    counts = Counter(defect.group for defect in defects)
    findings += [f"defects.toml: {group}: {counts[group]} defects" for group in GROUPS if counts[group] < FEWEST]
    findings += [f"defects.toml: there is no group {group}" for group in counts if group not in GROUPS]
    findings += [
        f"defects.toml: {id_} is there twice" for id_, count in Counter(d.id for d in defects).items() if count > 1
    ]
    return findings


def exists(root: Path, test: str) -> bool:
    """Is there a test of this name ("tests/a/test_b.py::test_c", with or without parameters)?"""
    file, _, name = test.partition("::")
    path = root / file
    bare = re.escape(name.partition("[")[0])
    return path.is_file() and re.search(rf"^def {bare}\(", path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def outcome(root: Path, defect: Defect, seed: Path | None = None) -> tuple[str, str]:
    """What the test says in a copy with this defect, with the last lines of its run: "red" when it fails, as it
    should, "green" when it did not notice, "broken" when the run ended before it could judge (a portal that does not
    start). `seed` is a demo's folder to begin with.
    """
    with tempfile.TemporaryDirectory(prefix="defect-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        for change in defect.changes:
            path = copy / change.file
            path.write_text(path.read_text(encoding="utf-8").replace(change.search, change.replace), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": f"{copy / 'src'}:{copy}", "OSC_ATTACK": "full"}
        if seed is not None and not defect.shapes_data:
            environment["OSC_ATTACK_SEED"] = str(seed)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=short"]
        done = subprocess.run(
            [*command, defect.test], cwd=copy, env=environment, check=False, capture_output=True, text=True
        )
    lines = done.stdout.splitlines()
    failed = [line for line in lines if line.startswith("FAILED")]
    broken = [line for line in lines if line.startswith("ERROR")]
    said = "green" if done.returncode == 0 else "red" if failed and not broken else "broken"
    return said, "\n".join(lines[-25:] + done.stderr.splitlines()[-5:])


def main(chosen: Sequence[str] = ()) -> int:
    """One line for each defect; 1 when one was not noticed or the list is not in order."""
    findings = check(ROOT)
    print("\n".join(findings))
    defects = [each for each in read_defects(ROOT) if not chosen or {each.id, each.group} & set(chosen)]
    with tempfile.TemporaryDirectory(prefix="seed-") as folder:
        seed = _first_start(Path(folder)) if any(not each.shapes_data for each in defects) else None
        unshown = sum(not _try(defect, seed) for defect in defects)
    print(f"{len(defects)} defects, {unshown} not shown, {len(findings)} findings")
    return int(bool(findings or unshown or not defects))


def _first_start(folder: Path) -> Path:
    """A demo that was started once and stopped; the database's own user must be able to get there."""
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
    with running_demo(folder / "demo", accounts=400, port=port):
        pass
    return folder / "demo"


def _try(defect: Defect, seed: Path | None) -> bool:
    began = time.monotonic()
    said, told = outcome(ROOT, defect, seed)
    seconds = time.monotonic() - began
    print(f"{said if said == 'red' else said.upper():<7}{seconds:4.0f} s  {defect.id:<24} {defect.why}", flush=True)
    if said != "red":
        print(told, flush=True)
    return said == "red"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
