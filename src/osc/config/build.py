"""Building everything that is served or translated; skips what has not changed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from osc.design.brand.file import brand_folder
from osc.design.build import build_assets
from osc.portal.system.static_pages import write_static_pages


def build() -> None:
    """Assets of the brand with hashes in their names, compiled translations, and the pages for the proxy."""
    compile_translations(settings.LOCALE_PATHS[0])
    changed = build_assets(Path(settings.ASSETS), brand_folder(settings.UTILITY.brand))
    if changed or not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    write_static_pages(Path(settings.STATIC_ROOT) / "pages")


def compile_translations(locale: Path) -> None:
    """Every .po file becomes a .mo file beside it, if it is older."""
    for source in locale.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parts[-3])
            with target.open("wb") as file:
                write_mo(file, catalog)
