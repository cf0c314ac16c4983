"""From five brand values to every colour of the pages, light and dark (ux 7)."""

from dataclasses import dataclass

from osc.design.brand.colour import contrast, from_oklch, reach, to_oklch

Tokens = dict[str, str]
# hue and chroma of what must not be branded
MEANINGS = {"ok": (155, 0.11), "warn": (70, 0.11), "danger": (25, 0.17), "info": (250, 0.12)}
COMMODITIES = {"strom": 75, "gas": 262, "wasser": 220, "waerme": 28}
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours a utility names."""

    primary: str
    secondary: str
    accent: str
    hero: str | None
    neutral_hue: float
    action: str  # auto | keep | darken


def light_tokens(palette: Palette) -> Tokens:
    """Every colour of the light scheme."""
    lightness, chroma, hue = to_oklch(palette.primary)
    tint = min(chroma / 0.12, 1)
    grey = palette.neutral_hue
    tokens = {
        "bg": from_oklch(0.977, 0.007 * tint, grey),
        "surface": WHITE,
        "surface-2": from_oklch(0.953, 0.012 * tint, grey),
        "line": from_oklch(0.905, 0.012 * tint, grey),
        "ink": from_oklch(0.235, 0.022 * tint, grey),
    }
    papers = [tokens["bg"], tokens["surface"], tokens["surface-2"]]
    tokens["ink-2"] = reach(from_oklch(0.47, 0.022 * tint, grey), papers, 6.0)
    tokens["line-strong"] = reach(from_oklch(0.62, 0.022 * tint, grey), papers, 3.2)
    tokens |= _light_action(palette, tokens["ink"], papers, keep=lightness > 0.70)
    tokens["soft"] = from_oklch(0.945, min(chroma * 0.30, 0.038), hue)
    tokens["soft-line"] = from_oklch(0.875, min(chroma * 0.45, 0.06), hue)
    tokens["on-soft"] = reach(from_oklch(0.36, min(chroma, 0.09), hue), [tokens["soft"]], 7)
    tokens["link"] = reach(palette.secondary, [*papers, tokens["soft"]], 5.0)
    tokens |= _light_hero(palette, tokens)
    tokens |= {"accent": palette.accent, "focus": tokens["ink"]} | _light_chart(palette.secondary, tokens)
    for name, (its_hue, its_chroma) in MEANINGS.items():
        soft = tokens[f"{name}-soft"] = from_oklch(0.955, 0.03, its_hue)
        tokens[name] = reach(from_oklch(0.50, its_chroma, its_hue), [WHITE, tokens["bg"], soft], 5.2)
        tokens[f"{name}-line"] = from_oklch(0.84, 0.07, its_hue)
    for name, its_hue in COMMODITIES.items():
        soft = tokens[f"s-{name}-soft"] = from_oklch(0.95, 0.035, its_hue)
        tokens[f"s-{name}"] = reach(from_oklch(0.52, 0.12, its_hue), [soft, WHITE], 4.6)
    return tokens


def _light_action(palette: Palette, ink: str, papers: list[str], *, keep: bool) -> Tokens:
    """Fill of buttons: the brand colour with white text if that can be read; very light brands keep
    their colour and get dark text, middle tones are darkened."""
    strategy = palette.action if palette.action != "auto" else ("keep" if keep else "darken")
    if strategy == "darken":
        on_action = WHITE
        enough = contrast(palette.primary, WHITE) >= 4.6
        action = palette.primary if enough else reach(palette.primary, [WHITE], 4.6)
    else:
        readable = (text for text in (WHITE, ink, "#000000") if contrast(palette.primary, text) >= 4.6)
        on_action = next(readable, "#000000")
        action = palette.primary
        if contrast(action, on_action) < 4.6:
            action = reach(action, [on_action], 4.6, darker=False)
    step = -0.055 if on_action == WHITE else -0.035
    return {
        "action": action,
        "on-action": on_action,
        "action-hover": _shifted(action, step, on_action, 4.55),
        "action-edge": reach(action, papers, 3.1),
    }


def _shifted(colour: str, step: float, text: str, ratio: float) -> str:
    """The colour a little darker or lighter, never so far that the text on it suffers."""
    lightness, chroma, hue = to_oklch(colour)
    while abs(step) > 0.004:
        candidate = from_oklch(min(max(lightness + step, 0), 1), chroma, hue)
        if contrast(candidate, text) >= ratio:
            return candidate
        step *= 0.6
    return colour


def _light_hero(palette: Palette, tokens: Tokens) -> Tokens:
    lightness, chroma, hue = to_oklch(tokens["action"])
    bright = contrast(tokens["action"], tokens["ink"]) >= 7
    wanted = palette.hero or (tokens["action"] if bright else from_oklch(min(lightness, 0.36), min(chroma, 0.085), hue))
    on_hero = WHITE if contrast(wanted, WHITE) >= contrast(wanted, tokens["ink"]) else tokens["ink"]
    hero = reach(wanted, [on_hero], 4.8, darker=on_hero == WHITE)
    step = 0.07 if on_hero == WHITE else -0.05
    return {"hero": hero, "on-hero": on_hero, "hero-2": _shifted(hero, step, on_hero, 4.6)}


def _light_chart(secondary: str, tokens: Tokens) -> Tokens:
    _, chroma, hue = to_oklch(secondary)
    pale = min(0.03, chroma * 0.25)
    return {
        "chart-now": reach(secondary, [WHITE, tokens["surface-2"]], 4.6),
        "chart-prev": from_oklch(0.90, pale, hue),
        "chart-prev-line": reach(from_oklch(0.62, pale, hue), [WHITE], 3.2),
    }


def dark_tokens(palette: Palette) -> Tokens:
    """Every colour of the dark scheme, derived: a utility does not design it."""
    _, chroma, hue = to_oklch(palette.primary)
    tint, grey = min(chroma / 0.12, 1), palette.neutral_hue
    tokens = {
        "bg": from_oklch(0.19, 0.012 * tint, grey),
        "surface": from_oklch(0.237, 0.014 * tint, grey),
        "surface-2": from_oklch(0.283, 0.016 * tint, grey),
        "line": from_oklch(0.355, 0.016 * tint, grey),
        "ink": from_oklch(0.955, 0.006 * tint, grey),
    }
    papers = [tokens["bg"], tokens["surface"], tokens["surface-2"]]
    action = reach(from_oklch(0.76, min(chroma, 0.13), hue), papers, 6, darker=False)
    soft = from_oklch(0.29, min(chroma * 0.4, 0.045), hue)
    tokens |= {
        "ink-2": reach(from_oklch(0.76, 0.014 * tint, grey), papers, 6.0, darker=False),
        "line-strong": reach(from_oklch(0.56, 0.02 * tint, grey), papers, 3.2, darker=False),
        "action": action,
        "on-action": from_oklch(0.18, 0.02 * tint, grey),
        "action-edge": action,
        "soft": soft,
        "soft-line": from_oklch(0.40, min(chroma * 0.5, 0.06), hue),
        "on-soft": from_oklch(0.92, min(chroma * 0.3, 0.03), hue),
        "link": reach(from_oklch(0.78, min(chroma, 0.12), hue), [*papers, soft], 5.5, darker=False),
        "hero": from_oklch(0.335, min(chroma * 0.75, 0.07), hue),
        "on-hero": tokens["ink"],
        "hero-2": from_oklch(0.40, min(chroma * 0.75, 0.075), hue),
        "accent": palette.accent,
        "focus": tokens["ink"],
        "chart-now": action,
        "chart-prev": from_oklch(0.34, 0.03 * tint, hue),
        "chart-prev-line": reach(from_oklch(0.58, 0.03 * tint, hue), [tokens["surface"]], 3.2, darker=False),
    }
    tokens["action-hover"] = _shifted(action, 0.05, tokens["on-action"], 4.55)
    return tokens | _dark_meanings(papers)


def _dark_meanings(papers: list[str]) -> Tokens:
    tokens: Tokens = {}
    for name, (hue, chroma) in MEANINGS.items():
        soft = tokens[f"{name}-soft"] = from_oklch(0.27, 0.035, hue)
        tokens[name] = reach(from_oklch(0.80, chroma, hue), [*papers, soft], 5.2, darker=False)
        tokens[f"{name}-line"] = from_oklch(0.42, 0.06, hue)
    for name, hue in COMMODITIES.items():
        soft = tokens[f"s-{name}-soft"] = from_oklch(0.30, 0.04, hue)
        tokens[f"s-{name}"] = reach(from_oklch(0.80, 0.11, hue), [soft], 5, darker=False)
    return tokens
