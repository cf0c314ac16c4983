"""Templates in one language each: a sentence without a number in it is put in its place when the template is read,
not looked up for every page (a third of a page's rendering)."""

import re
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context
from markupsafe import _escape_inner

from osc.design.language import spoken_language, text_in

PLACE = re.compile(r"%\((\w+)\)s|(%%)")
METHODS = frozenset(dir(dict))
ASKED_FOR = re.compile(r"\b_\('([^'\\]*)'\)")


class FixedTexts(InternationalizationExtension):
    """{% trans %} and _('…') with the text of the environment's language; one or many is still asked for later."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        language = self.environment.language  # type: ignore[attr-defined] - our own environment's
        return ASKED_FOR.sub(lambda asked: repr(text_in(language, asked[1])), source)

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


class PlainCalls(Context):
    """Calls what a template calls. Jinja looks at every call whether the function wants the context: none here does."""

    def call(self, obj: Any, /, *args: Any, _block_vars: Any = None, _loop_vars: Any = None, **named: Any) -> Any:
        return obj(*args, **named)


class PlainOutput(CodeGenerator):
    """Writes what a page says as plain text: it is joined at once, so that no value needs to become Markup first
    (a tenth of a page's rendering), which all that MarkupSafe offers to others makes."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escape(")
        else:
            super()._output_child_pre(node, frame, finalize)


class OneLanguage(Environment):
    """An environment that has read its templates in one language."""

    context_class = PlainCalls
    code_generator_class = PlainOutput

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        super().__init__(**options)

    @staticmethod
    def escape(value: Any) -> str:
        """The text of a value, safe to stand in HTML."""
        if type(value) is str:
            return _escape_inner(value)
        return value.__html__() if hasattr(value, "__html__") else _escape_inner(str(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute, else an item, as Jinja has it; but a dict has its methods only, and asking it for any other
        attribute would raise and catch an exception for every cell of a row."""
        if type(obj) is dict and attribute in obj and attribute not in METHODS:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def make_globals(self, d: Any) -> Any:
        """The one dict of all templates: no template has globals of its own here, and Jinja's chain of two dicts is
        read key by key for every page and every import."""
        return super().make_globals(d) if d else self.globals


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
