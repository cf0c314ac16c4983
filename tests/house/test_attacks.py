"""docs/attacks.md names every public attack with the tests that there are, or a reason."""

from pathlib import Path

from tools import attacks

ROOT = Path(__file__).parents[2]


def test_the_table_says_what_the_tests_say() -> None:
    assert attacks.check(ROOT) == []


def test_a_table_that_is_not_true_is_told(tmp_path: Path) -> None:
    for place, text in (
        ("docs/attacks.md", "| AUT1 | x | `test_a` y |\n| AUT2 |  | no test: none |\n| AUT99 | x | y |\n"),
        ("tests/attacks/test_a.py", "def test_aut1_z():\n    pass\n\n\ndef test_biz3_z():\n    pass\n"),
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    found = " ".join(attacks.check(tmp_path))
    for words in (
        "AUT1 names other tests",
        "AUT2 does not say",
        "there is no AUT99",
        "AUT3 is missing",
        "there is no BIZ3",
    ):
        assert words in found, words
    attacks.write(tmp_path)
    assert attacks.rows(tmp_path)["AUT1"] == ("x", "`test_a` z")
    assert attacks.rows(tmp_path)["AUT2"] == ("", "no test: none")
