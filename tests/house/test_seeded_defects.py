"""The list of seeded defects stays true when the code moves; `make defects` runs them."""

from pathlib import Path

import pytest
from tools import seeded_defects

ROOT = Path(__file__).parents[2]
ENTRY = """
[[defect]]
id = "WEB-x"
group = "WEB"
why = "x"
test = "tests/test_a.py::test_x"
[[defect.change]]
file = "src/a.py"
search = "one"
replace = "two"
"""


def test_every_defect_can_still_be_seeded() -> None:
    assert seeded_defects.check(ROOT) == []


def test_every_change_changes_something() -> None:
    for defect in seeded_defects.read_defects(ROOT):
        assert defect.changes and all(change.search != change.replace for change in defect.changes), defect.id


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for place, text in (
        ("src/a.py", "one\n"), ("tests/test_a.py", "def test_x():\n    pass\n"), ("tests/attacks/defects.toml", ENTRY),
    ):  # fmt: skip
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    return tmp_path


def test_a_list_that_is_no_longer_true(tree: Path) -> None:
    assert not [each for each in seeded_defects.check(tree) if "WEB-x" in each]
    (tree / "src/a.py").write_text("one one\n")
    (tree / "tests/test_a.py").write_text("")
    found = seeded_defects.check(tree)
    assert any("its text is 2 times in src/a.py" in each for each in found)
    assert any("there is no tests/test_a.py::test_x" in each for each in found)
    assert any("WEB: 1 defects" in each for each in found)


def test_a_defect_that_no_test_notices_is_told(tree: Path) -> None:
    """Red only when the test itself fails: green tests and runs that break down are both not enough."""
    (defect,) = seeded_defects.read_defects(tree)
    assert seeded_defects.outcome(tree, defect)[0] == "green"
    (tree / "tests/test_a.py").write_text("import missing_module\ndef test_x():\n    pass\n")
    assert seeded_defects.outcome(tree, defect)[0] == "broken"
    text = "from pathlib import Path\ndef test_x():\n    assert Path('src/a.py').read_text() == 'one\\n'\n"
    (tree / "tests/test_a.py").write_text(text)
    assert seeded_defects.outcome(tree, defect)[0] == "red"
    assert (tree / "src/a.py").read_text() == "one\n"
