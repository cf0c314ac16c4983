"""The brand as a style sheet: fonts and custom properties, nothing else."""

from osc.design.brand.file import Brand
from osc.design.brand.tokens import Tokens, dark_tokens, light_tokens

BASIC = "U+0-FF,U+131,U+152-153,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212"
EXTENDED = "U+100-130,U+132-151,U+154-17F,U+218-21B,U+1E9E"


def brand_css(brand: Brand) -> str:
    """Both schemes; the dark one by the device's wish unless the page says otherwise."""
    light, dark = _properties(light_tokens(brand.palette)), _properties(dark_tokens(brand.palette))
    shape = (
        f'--font:"{brand.font}",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;'
        f"--radius:{brand.radius};--radius-control:{brand.radius_control};"
    )
    return "\n".join(
        [
            _face(brand.font, "font.woff2", BASIC),
            _face(brand.font, "font-ext.woff2", EXTENDED),
            f":root{{color-scheme:light;{light}{shape}}}",
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}",
            f":root[data-theme=dark]{{color-scheme:dark;{dark}}}",
            "",
        ]
    )


def _properties(tokens: Tokens) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())


def _face(family: str, file: str, characters: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";src:url("{file}") format("woff2");font-weight:400 700;'
        f"font-style:normal;font-display:swap;unicode-range:{characters}}}"
    )
