"""Sizes of files, functions and folders; the tail is what separates the best houses."""

import ast
from collections import Counter
from pathlib import Path
from statistics import median

FILE_MEDIAN, FILE_MOST, FILE_LIMIT = 80, 300, 400
FUNCTION_MEDIAN, FUNCTION_MOST, FUNCTION_LIMIT = 8, 35, 60
FOLDER_LIMIT, TEST_FILE_LIMIT = 15, 600


def check(root: Path) -> list[str]:
    """What is over budget. Migrations are generated and do not count; empty files neither."""
    sources = [path for path in (root / "src").rglob("*.py") if path.stat().st_size and "migrations" not in path.parts]
    findings = _files(root, sources) + _functions(root, sources) + _folders(root, sources)
    for path in (root / "tests").rglob("*.py"):
        if (lines := _lines(path)) > TEST_FILE_LIMIT:
            findings.append(f"{path.relative_to(root)}:1: {lines} lines in a test file, {TEST_FILE_LIMIT} allowed")
    return findings


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _share(sizes: list[int], share: float) -> int:
    return sorted(sizes)[max(0, -(-int(len(sizes) * share * 100) // 100) - 1)] if sizes else 0


def _files(root: Path, sources: list[Path]) -> list[str]:
    sizes = {path: _lines(path) for path in sources}
    findings = [
        f"{path.relative_to(root)}:1: {size} lines, {FILE_LIMIT} allowed"
        for path, size in sizes.items()
        if size > FILE_LIMIT
    ]
    return findings + _spread("files", list(sizes.values()), FILE_MEDIAN, FILE_MOST)


def _spread(what: str, sizes: list[int], middle: int, most: int) -> list[str]:
    findings = []
    if sizes and median(sizes) > middle:
        findings.append(f"src:1: median of {what} is {median(sizes)} lines, {middle} allowed")
    if (high := _share(sizes, 0.95)) > most:
        findings.append(f"src:1: 95 % of {what} have up to {high} lines, {most} allowed")
    return findings


def function_sizes(path: Path) -> dict[tuple[str, int], int]:
    """Lines of each function, without decorators and docstring, nested ones counted on their own too."""
    sizes = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if told else 0
            sizes[node.name, node.lineno] = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring
    return sizes


def _functions(root: Path, sources: list[Path]) -> list[str]:
    findings, all_sizes = [], []
    for path in sources:
        for (name, line), size in function_sizes(path).items():
            all_sizes.append(size)
            if size > FUNCTION_LIMIT:
                findings.append(f"{path.relative_to(root)}:{line}: {name} has {size} lines, {FUNCTION_LIMIT} allowed")
    return findings + _spread("functions", all_sizes, FUNCTION_MEDIAN, FUNCTION_MOST)


def _folders(root: Path, sources: list[Path]) -> list[str]:
    counts = Counter(path.parent for path in sources)
    return [
        f"{folder.relative_to(root)}:1: {count} Python files, {FOLDER_LIMIT} allowed"
        for folder, count in counts.items()
        if count > FOLDER_LIMIT
    ]


def figures(root: Path) -> str:
    """The measured figures in one line."""
    sources = [path for path in (root / "src").rglob("*.py") if path.stat().st_size and "migrations" not in path.parts]
    files = [_lines(path) for path in sources]
    functions = [size for path in sources for size in function_sizes(path).values()]
    return (
        f"{len(files)} files: median {median(files):g}, 95 % {_share(files, 0.95)}, longest {max(files)}; "
        f"{len(functions)} functions: median {median(functions):g}, 95 % {_share(functions, 0.95)}, "
        f"longest {max(functions)}"
    )
