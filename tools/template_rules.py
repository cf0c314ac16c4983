"""House rules about templates: nothing inline, nothing unused, no endless lines, every icon drawn."""

import re
from pathlib import Path

INLINE = {
    r"<script(?![^>]*\bsrc=)[^>]*>": "script inside of a page",
    r"<style\b": "style inside of a page",
    r"\sstyle\s*=": "style attribute",
    r"\son[a-z]+\s*=": "event handler",
    r"javascript:": "javascript address",
    r"\|\s*safe\b": "unescaped output",
}


LINE_LIMIT = 120


def _templates(root: Path) -> list[Path]:
    folder = root / "src" / "osc"
    return sorted([*folder.glob("**/templates/**/*.html"), *folder.glob("**/templates/**/*.txt")])


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def check(root: Path) -> list[str]:
    """All findings of the four rules."""
    return no_inline(root) + no_unused(root) + no_endless_lines(root) + icons_equal(root)


def no_endless_lines(root: Path) -> list[str]:
    """Templates, style and script are read by people too."""
    assets = (root / "src" / "osc" / "design" / "assets").glob("osc.*")
    return [
        f"{path.relative_to(root)}:{number}: {len(line)} characters, {LINE_LIMIT} allowed"
        for path in [*_templates(root), *sorted(assets)]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LINE_LIMIT
    ]


def no_inline(root: Path) -> list[str]:
    """The strict CSP would block it: say so before a browser does."""
    findings = []
    for path in _templates(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            findings += [
                f"{path.relative_to(root)}:{number}: {what}"
                for pattern, what in INLINE.items()
                if re.search(pattern, line, re.IGNORECASE)
            ]
    return findings


def no_unused(root: Path) -> list[str]:
    """Every template is rendered by code or used by another template."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "src" / "osc").rglob("*.py"))
    used = set(re.findall(r'"([\w/]+\.(?:html|txt))"', code))
    for path in _templates(root):
        used |= set(re.findall(r'(?:extends|include|import|from) "([\w/.]+)"', path.read_text(encoding="utf-8")))
    words = re.findall(r'"(\w+)"', code)
    used |= {f"{folder}/{word}.html" for folder in ("mail", "letter") for word in words}
    return [f"{path.relative_to(root)}:1: nobody uses this" for path in _templates(root) if _name(path) not in used]


def icons_equal(root: Path) -> list[str]:
    """The list of icons is what templates and menus name, no more and no less."""
    source = root / "src" / "osc" / "design" / "icons.py"
    if not source.exists():
        return []
    text = source.read_text(encoding="utf-8")
    listed = set(re.findall(r'"([a-z0-9-]+)"', text.split('"""')[-1]))
    words = "\n".join(path.read_text(encoding="utf-8") for path in _templates(root))
    for place in ("portal/pages.py", "design/marks.py"):
        words += (root / "src" / "osc" / place).read_text(encoding="utf-8")
    used = {name for name in listed if f"'{name}'" in words or f'"{name}"' in words}
    asked = set(re.findall(r"'([a-z0-9-]+)' \| icon\b", words))
    return [f"{source.relative_to(root)}:1: unused icon {name}" for name in sorted(listed - used)] + [
        f"{source.relative_to(root)}:1: missing icon {name}" for name in sorted(asked - listed)
    ]
