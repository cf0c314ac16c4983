"""Colour arithmetic: sRGB and OKLCH (Ottosson 2020), contrast of WCAG 2. Colours are `#rrggbb`."""

import math

Oklch = tuple[float, float, float]

_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = ((1, 0.3963377774, 0.2158037573), (1, -0.1055613458, -0.0638541728), (1, -0.0894841775, -1.2914855480))
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _linear(colour: str) -> tuple[float, ...]:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in channels)


def _hex(linear: tuple[float, ...]) -> str:
    clipped = (max(0.0, min(1.0, v)) for v in linear)
    encoded = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in clipped)
    return "#" + "".join(f"{round(v * 255):02x}" for v in encoded)


def to_oklch(colour: str) -> Oklch:
    """Lightness 0–1, chroma, hue in degrees."""
    lms = tuple(v ** (1 / 3) for v in _times(_TO_LMS, _linear(colour)))
    lightness, a, b = _times(_TO_LAB, lms)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour, with chroma reduced until it exists in sRGB."""
    for step in range(50):
        kept = chroma * (1 - step / 50)
        a, b = kept * math.cos(math.radians(hue)), kept * math.sin(math.radians(hue))
        linear = _times(_FROM_LMS, tuple(v**3 for v in _times(_FROM_LAB, (lightness, a, b))))
        if all(-1e-4 <= v <= 1 + 1e-4 for v in linear):
            return _hex(linear)
    return from_oklch(lightness, 0, 0) if chroma else "#000000"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def reach(colour: str, papers: list[str], ratio: float, *, darker: bool = True) -> str:
    """The same hue, moved in lightness only as far as it takes to reach the ratio on every paper."""
    lightness, chroma, hue = to_oklch(colour)
    while 0 <= lightness <= 1:
        candidate = from_oklch(lightness, chroma, hue)
        if all(contrast(candidate, paper) >= ratio for paper in papers):
            return candidate
        lightness += -0.004 if darker else 0.004
    return "#000000" if darker else "#ffffff"
