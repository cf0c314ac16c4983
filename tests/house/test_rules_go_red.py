"""Every house rule is first shown red on a seeded defect; `make check` shows it green on the house itself."""

from pathlib import Path

import pytest
from tools import budgets, code_rules, repository_rules, rules, template_rules, translations

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src/osc/portal/templates").mkdir(parents=True)
    (tmp_path / "src/osc/metering").mkdir()
    (tmp_path / "tests").mkdir()
    return tmp_path


def write(root: Path, place: str, text: str) -> None:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(text, encoding="utf-8")


def test_a_file_that_is_too_long(tree: Path) -> None:
    write(tree, "src/osc/metering/long.py", "x = 1\n" * 401)
    assert any("401 lines, 400 allowed" in each for each in budgets.check(tree))


def test_a_function_that_is_too_long(tree: Path) -> None:
    write(tree, "src/osc/metering/long.py", "def f():\n" + "    x = 1\n" * 60)
    assert any("f has 61 lines, 60 allowed" in each for each in budgets.check(tree))


def test_too_many_files_in_a_folder_and_a_test_file_too_long(tree: Path) -> None:
    for number in range(16):
        write(tree, f"src/osc/metering/m{number}.py", "x = 1\n")
    write(tree, "tests/test_long.py", "x = 1\n" * 601)
    found = budgets.check(tree)
    assert any("16 Python files, 15 allowed" in each for each in found)
    assert any("601 lines in a test file" in each for each in found)


def test_the_median_counts(tree: Path) -> None:
    for number in range(3):
        write(tree, f"src/osc/metering/m{number}.py", "x = 1\n" * 90)
    assert any("median of files is 90" in each for each in budgets.check(tree))


@pytest.mark.parametrize(
    ("place", "code", "finding"),
    [
        ("src/osc/metering/rules/a.py", "def f():\n    return 1.5\n", "binary float"),
        ("src/osc/billing/a.py", "x = float('1')\n", "binary float"),
        ("src/osc/billing/a.py", "x = 1.5  # not money: because\n", "binary float"),
        ("src/osc/portal/a/views.py", "Meter.objects.get(id=1)\n", ".objects in a page"),
        ("src/osc/portal/a/views.py", "from osc.metering.models import Meter\n", "imports tables of metering"),
        ("src/osc/metering/queries.py", "def find(meter_id):\n    '''x'''\n", "neither takes the scope first"),
        ("src/osc/metering/actions.py", "def deed(*, now):\n    pass\n", "has no docstring"),
    ],
)
def test_code_rules(tree: Path, place: str, code: str, finding: str) -> None:
    write(tree, place, code)
    assert any(finding in each for each in code_rules.check(tree))


@pytest.mark.parametrize(
    "code",
    [
        "x = 0.5  # not money: seconds\n",
        "def find(scope, *, meter_id):\n    '''x'''\n",
        "@unscoped(reason='worker')\ndef find(number):\n    '''x'''\n",
    ],
)
def test_code_rules_let_the_good_pass(tree: Path, code: str) -> None:
    write(tree, "src/osc/metering/queries.py", code)
    assert code_rules.check(tree) == []


@pytest.mark.parametrize(
    ("html", "finding"),
    [
        ("<script>alert(1)</script>", "script inside of a page"),
        ("<style>a{}</style>", "style inside of a page"),
        ('<p style="color:red">', "style attribute"),
        ('<a onclick="x()">', "event handler"),
        ('<a href="javascript:x()">', "javascript address"),
        ("{{ name | safe }}", "unescaped output"),
    ],
)
def test_nothing_inline(tree: Path, html: str, finding: str) -> None:
    write(tree, "src/osc/portal/templates/a.html", html)
    assert any(finding in each for each in template_rules.no_inline(tree))


def test_a_template_that_nobody_uses(tree: Path) -> None:
    write(tree, "src/osc/portal/templates/a.html", "x")
    assert template_rules.no_unused(tree) == ["src/osc/portal/templates/a.html:1: nobody uses this"]
    write(tree, "src/osc/portal/views.py", 'render(request, "a.html")')
    assert template_rules.no_unused(tree) == []


@pytest.mark.parametrize("html", ["<p>Guten Tag</p>", '<img alt="Rechnung">', '<nav aria-label="Haupt"></nav>'])
def test_german_outside_of_translation(html: str) -> None:
    assert translations.bare_texts(Path("a.html"), html)


def test_what_is_translated_is_no_finding() -> None:
    html = '<p aria-label="{{ _("x") }}">{% trans %}Guten Tag{% endtrans %} {{ name }}</p>'
    assert translations.bare_texts(Path("a.html"), html) == []


def test_a_text_without_english(tree: Path) -> None:
    write(tree, "src/osc/portal/templates/a.html", "{% trans %}Noch ohne Englisch{% endtrans %}")
    assert any("no English for 'Noch ohne Englisch'" in each for each in translations.check(tree))
    po = "src/osc/config/locale/en/LC_MESSAGES/django.po"
    write(tree, po, 'msgid ""\nmsgstr ""\n\nmsgid "Weg"\nmsgstr "Gone"\n\nmsgid "Noch ohne Englisch"\nmsgstr "With"\n')
    assert translations.check(tree) == [f"{po}: unused: 'Weg'"]


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("x = 1  # noqa: E501", "silences a rule"),
        ("x = 1  # type: ignore", "silences a rule"),
        ("@pytest.mark.skip(reason='later')", "silences a rule"),
        ("path = '/home/somebody/x'", "path of some machine"),
        ("url = 'https://pypi.org/simple'", "package registry"),
    ],
)
def test_repository_rules(line: str, finding: str) -> None:
    assert any(finding in each for each in repository_rules.line_problems("src/osc/a.py", line))


def test_the_layers_name_every_room(tmp_path: Path) -> None:
    """The layers are read by import-linter; here: that the file lists every room there is."""
    text = (ROOT / ".importlinter").read_text()
    rooms = {path.name for path in (ROOT / "src/osc").iterdir() if (path / "__init__.py").exists()}
    layers = text.split("layers =")[1].split("[importlinter")[0]
    assert {word for line in layers.splitlines() for word in line.split(" | ") for word in word.split()} == rooms


def test_a_template_with_an_endless_line(tree: Path) -> None:
    write(tree, "src/osc/portal/templates/a.html", "x" * 120 + "\n" + "x" * 121)
    assert template_rules.no_endless_lines(tree) == ["src/osc/portal/templates/a.html:2: 121 characters, 120 allowed"]


# a book of two rules and one example; their names are put together here, or this file would cite them
LIST = 'ZZ.rules = 2\nZZ.reasons.2 = "not built yet"\nEX.rules = 1\n'
FIRST, SECOND, THIRD = (f"R-ZZ-{number}" for number in (1, 2, 3))
EXAMPLE, NO_EXAMPLE = (f"EX-{number}" for number in (1, 2))


@pytest.mark.parametrize(
    ("cited", "finding"),
    [
        (FIRST, f"{EXAMPLE} has neither a test nor a reason"),
        (f"{FIRST} {EXAMPLE} {SECOND}", f"{SECOND} has a test and a reason against one"),
        (f"def test_{THIRD.replace('-', '_').lower()}_{FIRST} {EXAMPLE}", f"there is no rule {THIRD}"),
        (f"{FIRST} {EXAMPLE} {NO_EXAMPLE}", f"there is no rule {NO_EXAMPLE}"),
    ],
)
def test_the_rule_book_is_counted(tree: Path, cited: str, finding: str) -> None:
    write(tree, "docs/rules.toml", LIST)
    write(tree, "tests/test_a.py", f"# {cited}\n")
    assert [each for each in rules.check(tree) if finding in each]
    write(tree, "tests/test_a.py", f"def test_{FIRST.replace('-', '_').lower()}() -> None: '{EXAMPLE}; INDEX-5'\n")
    assert rules.check(tree) == []


def test_the_list_is_compared_with_the_book(tmp_path: Path) -> None:
    root = tmp_path / "house"
    write(root, "docs/rules.toml", LIST)
    write(root, "tests/test_a.py", f"# {FIRST} {EXAMPLE}\n")
    lines = [f"- **{each}** words" for each in (FIRST, SECOND, THIRD)] + [f"| **{EXAMPLE}** | words |"]
    write(tmp_path, "shared/rules.md", "\n".join(lines) + "\n")
    assert rules.check(root) == [f"docs/rules.toml: the book and the list differ: {THIRD}"]
