"""`make rules`: every rule and worked example of the rule book with its tests, or the reason why it has none.

The rule book lies outside of the repository; `docs/rules.toml` carries its list of numbers, so that the
command works without it, and is compared with the book where it is there.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST, BOOK = Path("docs/rules.toml"), Path("../shared/rules.md")
RULE = re.compile(r"(?<![A-Z])(?:R[-_]([A-Z]{2,3})|(EX))[-_](\d+)(?!\d)", re.IGNORECASE)
IN_BOOK = re.compile(r"^(?:- |\| )\*\*((?:R-[A-Z]+|EX)-\d+)\*\*", re.MULTILINE)
EXAMPLES = "EX"


def known_rules(root: Path) -> dict[str, str]:
    """{rule: reason why it has no test, or ""} in the order of the book."""
    groups = tomllib.loads((root / LIST).read_text(encoding="utf-8"))
    return {
        _name(group, number): entry.get("reasons", {}).get(str(number), "")
        for group, entry in groups.items()
        for number in range(1, entry["rules"] + 1)
    }


def _name(group: str, number: int) -> str:
    return f"{group}-{number}" if group == EXAMPLES else f"R-{group}-{number}"


def cited_rules(files: Iterable[Path], root: Path) -> dict[str, list[str]]:
    """{rule: files that name it}"""
    found: dict[str, list[str]] = {}
    for path in files:
        cited = {
            _name((group or example).upper(), int(number))
            for group, example, number in RULE.findall(path.read_text(encoding="utf-8"))
        }
        for rule in cited:
            found.setdefault(rule, []).append(str(path.relative_to(root)))
    return found


def check(root: Path) -> list[str]:
    """Rules without test and reason, with both, and numbers that the book does not have."""
    known = known_rules(root)
    cited = cited_rules(sorted((root / "tests").rglob("test_*.py")), root)
    findings = [
        f"{LIST}: {rule} has neither a test nor a reason" for rule in known if rule not in cited and not known[rule]
    ]
    findings += [
        f"{LIST}: {rule} has a test and a reason against one" for rule in known if rule in cited and known[rule]
    ]
    findings += [f"{files[0]}: there is no rule {rule}" for rule, files in sorted(cited.items()) if rule not in known]
    if (root / BOOK).exists():
        book = set(IN_BOOK.findall((root / BOOK).read_text(encoding="utf-8")))
        findings += [f"{LIST}: the book and the list differ: {rule}" for rule in sorted(book ^ set(known))]
    return findings


def main() -> int:
    """Prints one line for each rule and the count; 1 when something is open."""
    known = known_rules(ROOT)
    cited = cited_rules(sorted((ROOT / "tests").rglob("test_*.py")), ROOT)
    for rule, reason in known.items():
        print(f"{rule:<10} {', '.join(cited.get(rule, [])) or reason or 'OPEN'}")
    findings = check(ROOT)
    print("\n".join(findings))
    tested = sum(rule in cited for rule in known)
    reasoned = sum(map(bool, known.values()))
    print(f"{len(known)} rules: {tested} named by a test, {reasoned} with a reason, {len(findings)} findings")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
