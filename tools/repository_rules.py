"""House rules about the repository as a whole."""

import re
import subprocess
from pathlib import Path

# why a rule may be silenced; anything else needs a better design
REASONS = (
    "settings inherit", "the environment comes first", "named by", "read by the test", "not a secret", "our own",
    "the demo's open secret", "reproducible", "a deterministic pretend world", "added by the extension", "shape per",
    "the name of the setting", "tests only", "imported late", "both kinds of node", "needs root",
    "a foundation type", "framework",
)  # fmt: skip
SILENCERS = re.compile(r"#\s*(noqa|type: ignore|pragma: no cover)|pytest\.mark\.skip|pytest\.skip\(")
MACHINE = re.compile(r"(?<![\w.])/(root|home|work|Users)/\w")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|file:///")


def tracked(root: Path) -> list[Path]:
    """Files under version control (or about to be), as text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [root / name for name in listed if (root / name).is_file() and not name.endswith((".png", ".woff2"))]


def check(root: Path) -> list[str]:
    """Findings in every tracked file."""
    findings = []
    for path in tracked(root):
        place = path.relative_to(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            findings += [f"{place}:{number}: {what}" for what in line_problems(str(place), line)]
    return findings


def line_problems(place: str, line: str) -> list[str]:
    """What is wrong with one line of one file."""
    if place.startswith(("tools/repository_rules", "tests/house/")):
        return []
    problems = []
    if place.endswith(".py") and SILENCERS.search(line) and not any(reason in line for reason in REASONS):
        problems.append("silences a rule without a reason from the list")
    if MACHINE.search(line):
        problems.append("a path of some machine")
    if REGISTRIES.search(line):
        problems.append("the address of a package registry")
    return problems
