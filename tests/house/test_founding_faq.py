"""Every sentence of the founding FAQ has a page and a journey, and all three exist."""

import ast
import hashlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import resolve

ROOT = Path(__file__).parents[2]
# of the whole FAQ as it was found, without blanks, numbers of questions and marks of list items
FOUND = "9af189d6083063de4f64dd555c30b6e1929fe6813f16aaf3adf22350fae7b44d"


def read_rows() -> list[list[str]]:
    """Mark, sentence, pages, journeys."""
    lines = (ROOT / "docs/founding-faq.md").read_text().splitlines()
    table = [line for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1:]]


ROWS = read_rows()


def test_not_a_word_is_missing() -> None:
    words = re.sub(r"\s", "", "".join(sentence for _, sentence, _, _ in ROWS))
    assert hashlib.sha256(words.encode()).hexdigest() == FOUND


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_page_and_journey_of_a_sentence_exist(row: list[str]) -> None:
    pages, journeys = (re.findall(r"`([^`]+)`", cell) for cell in row[2:])
    assert pages and journeys, row[1]
    for page in pages:
        assert resolve(page.replace("…", str(UUID(int=1)))).namespace == "portal"
    for journey in journeys:
        file, name = journey.split("::")
        tree = ast.parse((ROOT / "tests" / file).read_text())
        assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}, journey
