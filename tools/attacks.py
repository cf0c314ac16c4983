"""`python -m tools.attacks`: every attack of `docs/attacks.md` with its tests, or the reason why there is none.

A test belongs to the id that its name begins with: `test_aut1_…` is AUT1. `python -m tools.attacks write` puts the
names of the tests into the table anew.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE, TESTS = Path("docs/attacks.md"), Path("tests/attacks")
# the public attacks of the security bar
IDS = {
    "REG": (1, 2, 3, 4, 5, 7, 8, 10, 12, 13, 16, 17, 18),
    "LOG": (1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20),
    "PWD": (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    "AUT": (1, 2, 3, 4, 7, 8, 9, 10, 11, 12),
    "BIZ": (1, 2, 4, 5, 6, 7, 9, 10, 12, 13, 14, 15, 16, 17),
    "WEB": (*range(1, 10), *range(11, 20), 22, *range(24, 28)),
}
ROW = re.compile(r"^\| ([A-Z]{3}\d+) \| (.*?) \| (.*?) \|$", re.MULTILINE)
REASON = "no test: "


def tests_by_id(root: Path) -> dict[str, list[str]]:
    """{id: "file: rest of the name" of its tests, in the order of the files}"""
    found: dict[str, list[str]] = {}
    for path in sorted((root / TESTS).glob("test_*.py")):
        for group, number, rest in re.findall(r"^def test_([a-z]{3})(\d+)_(\w+)\(", path.read_text("utf-8"), re.M):
            found.setdefault(f"{group.upper()}{number}", []).append(f"`{path.stem}` {rest.replace('_', ' ')}")
    return found


def rows(root: Path) -> dict[str, tuple[str, str]]:
    """{id: (what is attacked, tests or reason)} of the table."""
    found = ROW.findall((root / TABLE).read_text(encoding="utf-8"))
    return {id_: (what.strip(), tests.strip()) for id_, what, tests in found}


def check(root: Path) -> list[str]:
    """Ids without row, rows that do not say what the tests say, tests of unknown ids."""
    told, found = rows(root), tests_by_id(root)
    known = [f"{group}{number}" for group, numbers in IDS.items() for number in numbers]
    findings = [f"{TABLE}: {id_} is missing" for id_ in known if id_ not in told]
    findings += [f"{TABLE}: there is no {id_}" for id_ in told if id_ not in known]
    findings += [f"{TESTS}: there is no {id_}" for id_ in found if id_ not in known and id_[:3] in IDS]
    for id_, (what, tests) in told.items():
        wanted = "; ".join(found.get(id_, []))
        if not what:
            findings.append(f"{TABLE}: {id_} does not say what is attacked")
        if not wanted and not tests.startswith(REASON):
            findings.append(f"{TABLE}: {id_} has neither a test nor a reason")
        elif wanted and tests != wanted:
            findings.append(f"{TABLE}: {id_} names other tests than there are; run python -m tools.attacks write")
    return findings


def write(root: Path) -> None:
    """Puts the tests that there are into the table; reasons stay where there is none."""
    found, path = tests_by_id(root), root / TABLE

    def row(match: re.Match[str]) -> str:
        id_, what, told = match.groups()
        return f"| {id_} | {what} | {'; '.join(found[id_]) if id_ in found else told} |"

    path.write_text(ROW.sub(row, path.read_text(encoding="utf-8")), encoding="utf-8")


def main(words: list[str]) -> int:
    """Prints the count and what is not in order; 1 when something is not."""
    if words == ["write"]:
        write(ROOT)
    findings = check(ROOT)
    print("\n".join(findings))
    told, found = rows(ROOT), tests_by_id(ROOT)
    print(f"{len(told)} attacks: {sum(id_ in found for id_ in told)} with tests, {len(findings)} findings")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
