"""The contrast guard: which colours meet on a page, and whether they can be told apart."""

from dataclasses import dataclass

from osc.design.brand.colour import contrast, reach
from osc.design.brand.tokens import COMMODITIES, MEANINGS, Palette, Tokens, dark_tokens, light_tokens

PAPERS = ("bg", "surface", "surface-2")
TEXT, SHAPE = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet, their contrast and what it has to be."""

    scheme: str
    front: str
    back: str
    ratio: float
    needed: float
    suggestion: str

    @property
    def passes(self) -> bool:
        return self.ratio >= self.needed

    def sentence(self) -> str:
        """What is wrong and what would help, for the person who sets the brand."""
        ratio, needed = (f"{value:.1f}".replace(".", ",") for value in (self.ratio, self.needed))
        return (
            f"{self.scheme}, {self.front} auf {self.back}: Auf diesem Farbton ist Text zu schwach: "
            f"{ratio} statt {needed}. Vorschlag: {self.suggestion.upper()}."
        )


def _pairs() -> list[tuple[str, str, float]]:
    pairs = [(front, paper, TEXT) for front in ("ink", "ink-2", "link") for paper in PAPERS]
    pairs += [("on-action", "action", TEXT), ("on-action", "action-hover", TEXT), ("on-soft", "soft", TEXT)]
    pairs += [("link", "soft", TEXT), ("ink", "soft", TEXT), ("on-hero", "hero", TEXT), ("on-hero", "hero-2", TEXT)]
    pairs += [(front, paper, SHAPE) for front in ("line-strong", "action-edge", "focus") for paper in PAPERS]
    pairs += [
        ("chart-now", "surface", SHAPE),
        ("chart-prev-line", "surface", SHAPE),
        ("chart-now", "chart-prev", SHAPE),
    ]
    pairs += [(name, paper, TEXT) for name in MEANINGS for paper in ("surface", "bg", f"{name}-soft")]
    pairs += [("ink", f"{name}-soft", TEXT) for name in MEANINGS]
    pairs += [(f"s-{name}", f"s-{name}-soft", SHAPE) for name in COMMODITIES]
    return pairs


def check_scheme(scheme: str, tokens: Tokens) -> list[Pair]:
    """Every pair of one scheme."""
    dark = scheme == "dunkel"
    return [
        Pair(
            scheme, front, back, contrast(tokens[front], tokens[back]), needed,
            reach(tokens[front], [tokens[back]], needed, darker=not dark),
        )
        for front, back, needed in _pairs()
    ]  # fmt: skip


def check_palette(palette: Palette) -> list[Pair]:
    """Every pair of both schemes."""
    return check_scheme("hell", light_tokens(palette)) + check_scheme("dunkel", dark_tokens(palette))
