"""Every text is translatable and `en` is complete. `python -m tools.translations extract` updates the catalog."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = Path("src/osc/config/locale/en/LC_MESSAGES/django.po")
METHODS = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
OPTIONS = {"jinja2": {"trimmed": "true", "newstyle_gettext": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {"_": None, "gettext": None, "gettext_noop": None, "gettext_lazy": None, "ngettext": (1, 2)}
# shown without translation on purpose: a name, and what staff and machines exchange
NAMES = {"Online-Service-Center", "IR12345678", "Deutsch", "English", "·", "–", "✓"}


def used_messages(root: Path) -> Catalog:
    """Every message of templates and code, without places, sorted."""
    catalog = Catalog(locale="en", project="online-service-center")
    options = {pattern: OPTIONS.get(method, {}) for pattern, method in METHODS}
    found = extract_from_dir(root / "src" / "osc", method_map=METHODS, options_map=options, keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        catalog.add(message)
    return catalog


def known_translations(root: Path) -> Catalog:
    """The English catalog as it stands in the repository."""
    path = root / PO
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def extract(root: Path) -> None:
    """Adds new messages, drops unused ones, keeps translations; never guesses."""
    used, known = used_messages(root), known_translations(root)
    fresh = Catalog(locale="en", project="online-service-center", header_comment="# English texts of the portal.")
    for message in sorted((each for each in used if each.id), key=lambda each: str(each.id)):
        translated = known.get(message.id)
        fresh.add(message.id, translated.string if translated else "")
    (root / PO).parent.mkdir(parents=True, exist_ok=True)
    with (root / PO).open("wb") as file:
        write_po(file, fresh, width=0, omit_header=False)
    text = (root / PO).read_text(encoding="utf-8")
    kept = re.sub(
        r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To):.*\n',
        "",
        text,
    )
    (root / PO).write_text(kept, encoding="utf-8")


def check(root: Path = ROOT) -> list[str]:
    """What is missing, fuzzy, unused, or differs in placeholders; and German outside of translation tags."""
    used, known = used_messages(root), known_translations(root)
    findings = []
    for message in used:
        if message.id:
            findings += _message_findings(message.id, known.get(message.id))
    findings += [f"{PO}: unused: {each.id!r}" for each in known if each.id and used.get(each.id) is None]
    for path in sorted((root / "src" / "osc").glob("**/templates/**/*.html")):
        findings += bare_texts(path.relative_to(root), path.read_text(encoding="utf-8"))
    return findings


def _message_findings(id_: str | tuple[str, str], known: object) -> list[str]:
    strings = getattr(known, "string", "") or ""
    forms = strings if isinstance(strings, tuple) else (strings,)
    name = id_[0] if isinstance(id_, tuple) else id_
    if not all(forms):
        return [f"{PO}: no English for {name!r}"]
    if getattr(known, "fuzzy", False):
        return [f"{PO}: fuzzy: {name!r}"]
    originals = id_ if isinstance(id_, tuple) else (id_,)
    pairs = zip(originals, forms, strict=False)
    return [f"{PO}: placeholders differ: {one!r}" for one, other in pairs if _placeholders(one) != _placeholders(other)]


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


class _Texts(HTMLParser):
    SPOKEN = {"aria-label", "alt", "title", "placeholder"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.found.append((self.getpos()[0], data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(self.getpos()[0], value or "") for name, value in attrs if name in self.SPOKEN]


def bare_texts(path: Path, text: str) -> list[str]:
    """Words in a template that no translation tag and no expression covers."""
    covered = re.sub(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", "", text, flags=re.DOTALL)
    covered = re.sub(r"\{% block (title|main_class) .*?endblock %\}", "", covered)
    covered = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", covered, flags=re.DOTALL)
    # attributes that a macro hands to its tag
    covered = re.sub(r"\b(id|name|aria-describedby|aria-invalid)=\"\w*\"", "", covered)
    parser = _Texts()
    parser.feed(covered)
    return [
        f"{path}:{line}: text outside of translation: {word.strip()!r}"
        for line, word in parser.found
        if re.search(r"[A-Za-zÄÖÜäöüß]{2,}", word) and word.strip() not in NAMES
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        extract(ROOT)
    for finding in check(ROOT):
        print(finding)
