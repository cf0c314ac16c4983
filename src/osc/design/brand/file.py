"""Reading `brand.toml`: what a utility may set, and a sentence for what it may not."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osc.design.brand.guard import check_palette
from osc.design.brand.tokens import Palette, to_oklch

LARGEST_LOGO = 20_000
SHIPPED = Path(__file__).parents[1] / "brands"
FONTS = ("Hanken Grotesk", "Figtree")


class BrandRefused(Exception):
    """The brand can't be used; one sentence per reason."""


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand that has passed the guard."""

    name: str
    palette: Palette
    font: str
    radius: str
    radius_control: str
    logo: Path


def brand_folder(name_or_path: str) -> Path:
    """A shipped brand by its name, or a folder of one's own."""
    shipped = SHIPPED / name_or_path
    return shipped if shipped.is_dir() else Path(name_or_path)


def read_brand(folder: Path) -> Brand:
    """Reads brand.toml and logo.svg of a folder. Raises BrandRefused with every reason."""
    try:
        data = tomllib.loads((folder / "brand.toml").read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError) as error:
        raise BrandRefused(f"{folder / 'brand.toml'}: {error}") from None
    problems = _problems(data, folder)
    if problems:
        raise BrandRefused("\n".join(problems))
    brand = _brand(data, folder)
    weak = [pair.sentence() for pair in check_palette(brand.palette) if not pair.passes]
    if weak:
        raise BrandRefused("\n".join(weak))
    return brand


def _problems(data: dict[str, Any], folder: Path) -> list[str]:
    found = []
    colours = data.get("colour", {})
    if not data.get("name"):
        found.append("name fehlt: So heißt Ihr Unternehmen auf jeder Seite.")
    if "primary" not in colours:
        found.append("colour.primary fehlt: Nennen Sie Ihre Hausfarbe, zum Beispiel #00677F.")
    for key in ("primary", "secondary", "accent", "hero"):
        if key in colours and not re.fullmatch(r"#[0-9a-fA-F]{6}", str(colours[key])):
            found.append(f"colour.{key}: Schreiben Sie die Farbe als # mit sechs Zeichen, zum Beispiel #00677F.")
    if colours.get("action", "auto") not in {"auto", "keep", "darken"}:
        found.append("colour.action: auto, keep oder darken.")
    if data.get("font", {}).get("family", FONTS[0]) not in FONTS:
        found.append(f"font.family: Mitgeliefert sind {' und '.join(FONTS)}.")
    for key in ("radius", "radius_control"):
        if not re.fullmatch(r"([0-9]|1[0-9]|2[0-4])px", data.get("shape", {}).get(key, "12px")):
            found.append(f"shape.{key}: 0px bis 24px.")
    return found + _logo_problems(folder / "logo.svg")


def _logo_problems(logo: Path) -> list[str]:
    if not logo.exists():
        return [f"{logo} fehlt."]
    text = logo.read_text(encoding="utf-8")
    if len(text) > LARGEST_LOGO:
        return [f"{logo}: höchstens {LARGEST_LOGO} Zeichen."]
    if re.search(r"<script|\son\w+=|https?://(?!www\.w3\.org/2000/svg)|<image|<foreignObject", text, re.IGNORECASE):
        return [f"{logo}: ohne Skript, Bilder und fremde Adressen."]
    return []


def _brand(data: dict[str, Any], folder: Path) -> Brand:
    colours, shape = data["colour"], data.get("shape", {})
    primary = colours["primary"].lower()
    palette = Palette(
        primary=primary,
        secondary=colours.get("secondary", primary).lower(),
        accent=colours.get("accent", primary).lower(),
        hero=colours.get("hero", "").lower() or None,
        neutral_hue=float(colours.get("neutral_hue", to_oklch(primary)[2])),
        action=colours.get("action", "auto"),
    )
    return Brand(
        name=data["name"],
        palette=palette,
        font=data.get("font", {}).get("family", FONTS[0]),
        radius=shape.get("radius", "18px"),
        radius_control=shape.get("radius_control", "12px"),
        logo=folder / "logo.svg",
    )
