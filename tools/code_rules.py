"""House rules about Python code, by reading its syntax tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOMS_WITH_MONEY = ("foundation", "metering", "billing", "payments", "contracts", "cases", "interchange")
NOT_MONEY = {"seconds", "share of rows", "milliseconds"}
TOLD = ("foundation", "rules", "actions.py", "queries.py")


def check(root: Path) -> list[str]:
    """All findings of all rules below."""
    findings = []
    for path in sorted((root / "src" / "osc").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        tree, place = ast.parse(text), path.relative_to(root)
        rules = (no_floats, scoped_portal, scoped_queries, foreign_models, told)
        findings += [f"{place}:{line}: {what}" for rule in rules for line, what in rule(place, tree, text)]
    return findings


def _inside(place: Path) -> tuple[str, ...]:
    return place.parts[2:] if place.parts[:2] == ("src", "osc") else place.parts


def no_floats(place: Path, tree: ast.AST, text: str) -> Iterator[tuple[int, str]]:
    """No binary floats where money or energy live; "# not money: …" with a listed reason excuses a line."""
    if _inside(place)[0] not in ROOMS_WITH_MONEY:
        return
    lines = text.splitlines()
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if literal or call:
            line = node.lineno  # type: ignore[attr-defined] - both kinds of node have it
            excuse = re.search(r"# not money: (.+)$", lines[line - 1])
            if not excuse or excuse[1] not in NOT_MONEY:
                yield line, "a binary float; use Decimal, or say why it is no money"


def scoped_portal(place: Path, tree: ast.AST, text: str) -> Iterator[tuple[int, str]]:
    """Pages reach data through queries and actions only: no managers, no cursors."""
    if _inside(place)[0] not in {"portal", "backoffice"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "cursor", "raw"}:
            yield node.lineno, f".{node.attr} in a page: use the room's queries"


def scoped_queries(place: Path, tree: ast.AST, text: str) -> Iterator[tuple[int, str]]:
    """In queries.py the scope comes first, or the function says why it needs none."""
    if place.name != "queries.py" or not isinstance(tree, ast.Module):
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            first = node.args.args[0].arg if node.args.args else ""
            excused = any(
                isinstance(each, ast.Call) and getattr(each.func, "id", "") == "unscoped"
                for each in node.decorator_list
            )
            if first != "scope" and not excused:
                yield node.lineno, f"{node.name} neither takes the scope first nor is marked unscoped"


def foreign_models(place: Path, tree: ast.AST, text: str) -> Iterator[tuple[int, str]]:
    """A room's tables are touched by that room alone: its models are not imported elsewhere, except where
    the name of a class is needed for a foreign key, a state or a kind."""
    room = _inside(place)[0]
    if place.name in {"models.py", "actions.py"} or room in {"config", "isolation"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (match := re.fullmatch(r"osc\.(\w+)\.models", node.module or "")):
            names = {each.name for each in node.names}
            if match[1] != room and not names <= {"ImportedTable", "Case", "OutboundMessage", "PortalUser"}:
                yield node.lineno, f"imports tables of {match[1]}: {sorted(names)}"


def told(place: Path, tree: ast.AST, text: str) -> Iterator[tuple[int, str]]:
    """Public functions of the foundation, rules, actions and queries say what they do."""
    if not set(TOLD) & set(_inside(place)):
        return
    inner = {each for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in node.body}
    for node in ast.walk(tree):
        if node in inner:
            continue
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and ast.get_docstring(node) is None:
            decorated = any(getattr(each, "id", "") == "property" for each in node.decorator_list)
            stub = isinstance(node.body[0], ast.Expr) and getattr(node.body[0].value, "value", None) is ...
            if not decorated and not stub:
                yield node.lineno, f"{node.name} has no docstring"
