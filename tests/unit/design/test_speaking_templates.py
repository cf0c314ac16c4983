from types import SimpleNamespace

import pytest
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup

from osc.design.speaking_templates import OneLanguage


def say(source: str, **values: object) -> str:
    return OneLanguage("de", autoescape=True, undefined=StrictUndefined).from_string(source).render(values)


def test_values_are_escaped_but_markup_and_macros_stand_as_they_are() -> None:
    shout = "{% macro shout(word) %}<b>{{ word }}</b>{% endmacro %}"
    assert say("{{ a }} {{ b }} {{ n }}", a="<i> & 'x'", b=Markup("<i>"), n=5) == "&lt;i&gt; &amp; &#39;x&#39; <i> 5"
    assert say(shout + "{{ shout(a) }}", a="<i>") == "<b>&lt;i&gt;</b>"
    assert say("{% set told %}<p>{{ a }}</p>{% endset %}{{ told }}", a="&") == "<p>&amp;</p>"
    assert say("{{ a | safe }}{{ a ~ a }}", a="<") == "<&lt;&lt;"


def test_a_row_is_asked_for_its_columns_and_an_object_for_its_attributes() -> None:
    assert say("{{ row.x }} {{ row.get('x') }}", row={"get": "typed by somebody", "x": 4}) == "4 4"
    assert say("{{ view.name }}", view=SimpleNamespace(name="A")) == "A"


@pytest.mark.parametrize("source", ["{{ row.nothing }}", "{{ view.nothing }}", "{{ nobody }}"])
def test_what_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        say(source, row={}, view=SimpleNamespace())
