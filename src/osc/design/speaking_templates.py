"""Templates in one language each: a sentence without a number in it is put in its place when the template is read,
not looked up for every page (a third of a page's rendering)."""

import re
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.ext import InternationalizationExtension

from osc.design.language import spoken_language, text_in

PLACE = re.compile(r"%\((\w+)\)s|(%%)")


class FixedTexts(InternationalizationExtension):
    """{% trans %} with the text of the environment's language; one or many is still asked for on the page."""

    def _make_node(self, singular: str, plural: str | None, *rest: Any) -> nodes.Output:
        _, variables, plural_expr, vars_referenced, _ = rest
        if plural_expr is not None:
            return super()._make_node(singular, plural, *rest)
        if not vars_referenced:
            singular = singular.replace("%%", "%")
        text = text_in(self.environment.language, singular)  # type: ignore[attr-defined] - our own environment's
        if not variables:
            return nodes.Output([nodes.MarkSafeIfAutoescape(nodes.Const(text))])
        parts: list[nodes.Expr] = []
        end = 0
        for place in PLACE.finditer(text):
            parts.append(nodes.MarkSafeIfAutoescape(nodes.Const(text[end : place.start()])))
            parts.append(variables[place[1]] if place[1] else nodes.Const("%"))
            end = place.end()
        return nodes.Output([*parts, nodes.MarkSafeIfAutoescape(nodes.Const(text[end:]))])


class OneLanguage(Environment):
    """An environment that has read its templates in one language."""

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        super().__init__(**options)


class EveryLanguage(Environment):
    """Hands out the template of the language being spoken; `prepare` makes the environment of one."""

    def __init__(self, prepare: Any, **options: Any) -> None:
        super().__init__(**options)
        self._prepare, self._made = prepare, dict[str, OneLanguage]()

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        language = spoken_language()
        if language not in self._made:
            self._made[language] = self._prepare(language)
        return self._made[language].get_template(name, parent, globals)
