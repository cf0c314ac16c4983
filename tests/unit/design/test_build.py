"""Assets: small, complete, the same every time."""

import gzip
from pathlib import Path

import pytest

from osc.design.brand.file import brand_folder
from osc.design.build import build_assets
from osc.design.icons import ICONS


@pytest.fixture(scope="module", params=["lindenau", "sonnenberg"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets") / "out"
    assert build_assets(target, brand_folder(request.param))
    assert not build_assets(target, brand_folder(request.param)), "nothing changed, nothing to do"
    return target


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_sizes_of_ux_8_3(built: Path) -> None:
    assert zipped(built / "osc.css") + zipped(built / "brand.css") <= 14_000
    assert zipped(built / "osc.js") <= 10_000
    assert zipped(built / "icons.svg") <= 6_000
    fonts = [(built / name).stat().st_size for name in ("font.woff2", "font-ext.woff2")]
    assert fonts[0] <= 26_000 and sum(fonts) <= 40_000


def test_every_icon_is_in_the_sprite(built: Path) -> None:
    sprite = (built / "icons.svg").read_text()
    assert sprite.count("<symbol ") == len(ICONS)
    assert all(f'id="{name}"' in sprite for name in ICONS)


def test_licences_travel_with_the_assets(built: Path) -> None:
    text = (built / "licences.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert "Lucide Contributors" in text


def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    name = "sonnenberg" if "ffcc00" in (built / "logo.svg").read_text() else "lindenau"
    build_assets(tmp_path / "again", brand_folder(name))
    for path in built.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
