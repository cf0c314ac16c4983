"""The words of one of our PDFs, as a reader takes them out."""

import io

from pypdf import PdfReader


def pdf_text(content: bytes) -> str:
    """All pages in one line, blanks drawn together, words that were cut at a line's end joined."""
    whole = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(whole.replace("\u00ad", "").split())
