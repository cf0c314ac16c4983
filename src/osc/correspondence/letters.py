"""Writing a letter on paper: the words from its template, the page from the typesetter."""

from datetime import datetime

from django.conf import settings
from django.template import engines

from osc.correspondence.models import PaperLetter
from osc.correspondence.rules.letter_blocks import LetterText, read_letter
from osc.design.language import speaking
from osc.documents.rendering import render_pdf


def write_letter(letter: PaperLetter) -> LetterText:
    """The words of the letter in the language it was queued in."""
    context = {"name": "", **letter.context, "utility": settings.UTILITY, "portal": settings.BASE_URL}
    with speaking(letter.language):
        return read_letter(engines["jinja2"].get_template(f"letter/{letter.template}.html").render(context))


def set_as_pdf(letter: PaperLetter, *, now: datetime) -> bytes:
    """The letter as PDF/A-3a and PDF/UA-1."""
    text = write_letter(letter)
    with speaking(letter.language):
        return render_pdf(
            "letter", {"recipient": letter.recipient, "subject": text.subject, "blocks": text.blocks}, now=now
        )
