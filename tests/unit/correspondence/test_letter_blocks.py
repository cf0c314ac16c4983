"""A letter's page becomes blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.correspondence.rules.letter_blocks import read_letter


def test_every_kind_of_block() -> None:
    text = read_letter(
        "<h1>Ihr Code</h1>\n<p>Guten\n Tag, <strong>Jana</strong> &amp; Co</p><h2>Weiter</h2><ul><li>eins</li><li>zwei</li></ul>"
        "<dl><dt>Konto</dt><dd>IR 1</dd></dl><code>ABCD-EFGH</code>"
    )
    assert text.subject == "Ihr Code"
    assert [block["kind"] for block in text.blocks] == ["paragraph", "heading", "list", "rows", "code"]
    assert text.blocks[0]["parts"] == [
        {"text": "Guten Tag, ", "strong": False}, {"text": "Jana", "strong": True}, {"text": " & Co", "strong": False},
    ]  # fmt: skip
    assert len(text.blocks[3]["items"]) == 2


def test_what_paper_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="img"):
        read_letter("<h1>a</h1><img>")
    with pytest.raises(ValueError, match="subject"):
        read_letter("<p>a</p>")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&"), min_size=1))
def test_no_word_is_lost(words: str) -> None:
    parts = read_letter(f"<h1>x</h1><p>{words}</p>").blocks[0]["parts"]
    assert "".join(part["text"] for part in parts).split() == words.split()
