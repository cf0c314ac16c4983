"""Building the assets from sources and installed packages; needs no Node and no network."""

import hashlib
import importlib.util
import io
import logging
import re
import shutil
import zipfile
from importlib import metadata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from osc.design.brand.css import BASIC, EXTENDED, brand_css
from osc.design.brand.file import Brand, read_brand
from osc.design.icons import ICONS

HERE = Path(__file__).parent
FONT_PACKAGES = {"Hanken Grotesk": "fontpkg_hanken_grotesk", "Figtree": "fontpkg_figtree"}
FEATURES = ["kern", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]


def build_assets(target: Path, brand_dir: Path) -> bool:
    """Writes style sheets, script, icons, fonts, logo and licences into `target`.

    Returns False when nothing had changed since the last build. Raises BrandRefused.
    """
    brand = read_brand(brand_dir)
    stamp, fingerprint = target / ".built-from", _fingerprint(brand_dir)
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / "brand.css").write_text(brand_css(brand), encoding="utf-8")
    (target / "osc.css").write_text(_smaller((HERE / "assets" / "osc.css").read_text(encoding="utf-8")), "utf-8")
    for script in (HERE / "assets").glob("*.js"):
        shutil.copyfile(script, target / script.name)
    shutil.copyfile(brand.logo, target / "logo.svg")
    (target / "icons.svg").write_text(_sprite(), encoding="utf-8")
    _write_fonts(brand, target)
    (target / "licences.txt").write_text(_licences(brand), encoding="utf-8")
    stamp.write_text(fingerprint)
    return True


def _fingerprint(brand_dir: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*HERE.rglob("*.py"), *(HERE / "assets").iterdir(), *brand_dir.iterdir()]):
        if path.is_file():
            digest.update(path.read_bytes())
    for package in ("lucide", "fonttools", "fontpkg-hanken-grotesk", "fontpkg-figtree"):
        digest.update(metadata.version(package).encode())
    return digest.hexdigest()


def _smaller(css: str) -> str:
    """Without comments and needless blanks; strings stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").strip() + "\n"


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.submodule_search_locations, f"{package} is a dependency"
    return Path(spec.submodule_search_locations[0])


def _sprite() -> str:
    """One file of symbols from the lucide package, only the icons that pages use."""
    with zipfile.ZipFile(_package_folder("lucide") / "lucide.zip") as archive:
        symbols = "".join(_symbol(name, archive.read(f"{name}.svg").decode()) for name in sorted(ICONS))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def _symbol(name: str, svg: str) -> str:
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    assert inner is not None, f"the icon {name} has no content"
    drawing = " ".join(inner[1].split())
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
    )


def _write_fonts(brand: Brand, target: Path) -> None:
    """Two files of the brand's font: what every German page needs, and the letters of other names."""
    (source,) = [
        path for path in (_package_folder(FONT_PACKAGES[brand.font]) / "files").iterdir() if "Italic" not in path.name
    ]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for name, ranges in (("font.woff2", BASIC), ("font-ext.woff2", EXTENDED)):
        font = TTFont(io.BytesIO(source.read_bytes()), recalcTimestamp=False)
        options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=_code_points(ranges))
        subsetter.subset(font)  # first the subset, then the weights: the other order fails
        font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
        font.flavor = "woff2"
        font.save(target / name)


def _code_points(ranges: str) -> list[int]:
    points: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


def _licences(brand: Brand) -> str:
    """The licence texts of what the assets contain, as the packages carry them."""
    texts = []
    for package in ("lucide", FONT_PACKAGES[brand.font].replace("_", "-")):
        files = metadata.files(package) or []
        found = [file for file in files if re.search(r"licenses/LICENSE", str(file))]
        texts.append(f"{package} {metadata.version(package)}\n\n" + "\n".join(file.read_text() for file in found))
    return ("\n" + "-" * 72 + "\n\n").join(texts)
