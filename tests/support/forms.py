"""Hidden fields of a form, as a browser would send them."""

import re

from django.http import HttpResponse


def hidden(page: HttpResponse, name: str) -> str:
    """The value of a hidden field. Raises AssertionError when the page has none."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no {name} on {page.request['PATH_INFO']}"
    return found[1]
