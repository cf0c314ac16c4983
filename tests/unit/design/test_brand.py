"""The contrast guard: both brands, many random ones, and a refusal in words."""

import random
from pathlib import Path

import pytest

from osc.design.brand.colour import contrast, from_oklch, to_oklch
from osc.design.brand.file import BrandRefused, brand_folder, read_brand
from osc.design.brand.guard import check_palette
from osc.design.brand.tokens import Palette

BRANDS = ("lindenau", "sonnenberg")


@pytest.mark.parametrize("name", BRANDS)
def test_shipped_brands_pass_every_pair(name: str) -> None:
    pairs = check_palette(read_brand(brand_folder(name)).palette)
    assert len(pairs) == 96
    assert [pair.sentence() for pair in pairs if not pair.passes] == []


def test_any_brand_colour_can_be_made_to_pass() -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    colour = lambda: f"#{chance.randrange(1 << 24):06x}"  # noqa: E731 - tests only
    for _ in range(300):
        primary = colour()
        palette = Palette(
            primary=primary, secondary=chance.choice([primary, colour()]), accent=colour(),
            hero=chance.choice([None, colour()]), neutral_hue=chance.uniform(0, 360),
            action=chance.choice(["auto", "keep", "darken"]),
        )  # fmt: skip
        weak = [pair for pair in check_palette(palette) if not pair.passes]
        assert not weak, (palette, weak)


def test_colours_survive_the_round_trip() -> None:
    for colour in ("#00677f", "#ffcc00", "#000000", "#ffffff", "#e2001a"):
        assert from_oklch(*to_oklch(colour)) == colour
    assert round(contrast("#ffffff", "#000000")) == 21


def brand(folder: Path, text: str, logo: str = '<svg xmlns="http://www.w3.org/2000/svg"/>') -> Path:
    (folder / "brand.toml").write_text(text)
    (folder / "logo.svg").write_text(logo)
    return folder


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('name = "X"', "colour.primary fehlt"),
        ('[colour]\nprimary = "#00677F"', "name fehlt"),
        ('name = "X"\n[colour]\nprimary = "blau"', "Schreiben Sie die Farbe als # mit sechs Zeichen"),
        ('name = "X"\n[colour]\nprimary = "#00677F"\n[shape]\nradius = "80px"', "0px bis 24px"),
        ('name = "X"\n[colour]\nprimary = "#00677F"\n[font]\nfamily = "Comic"', "Mitgeliefert sind"),
    ],
)
def test_a_brand_file_with_a_mistake_gets_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BrandRefused, match=sentence):
        read_brand(brand(tmp_path, text))


@pytest.mark.parametrize(
    "logo", ["<svg><script/></svg>", '<svg onload="x()"/>', '<svg><image href="https://x.example/"/></svg>']
)
def test_a_logo_brings_nothing_foreign(tmp_path: Path, logo: str) -> None:
    with pytest.raises(BrandRefused, match="ohne Skript"):
        read_brand(brand(tmp_path, 'name = "X"\n[colour]\nprimary = "#00677F"', logo))


def test_a_weak_pair_names_what_would_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from osc.design.brand import guard

    real = guard.light_tokens
    monkeypatch.setattr(guard, "light_tokens", lambda palette: real(palette) | {"link": "#ffcc00"})
    with pytest.raises(BrandRefused, match=r"Auf diesem Farbton ist Text zu schwach: 1,4 statt 4,5\. Vorschlag: #"):
        read_brand(brand(tmp_path, 'name = "X"\n[colour]\nprimary = "#FFCC00"'))
