"""`make shots`: every page, both widths, light and dark, as pictures in shots/ (not in the repository)."""

import argparse
import tempfile
from pathlib import Path
from typing import Any, Literal

from tools import tours
from tools.browser import chromium
from tools.demo import read_card, running_demo, staff_code
from tools.tours import Camera

WIDTHS = (390, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


def main() -> None:
    """Takes all pictures of a running or a fresh demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, help="data directory of a running demo")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    chosen = parser.parse_args()
    if chosen.demo:
        shoot(read_card(chosen.demo), chosen.out)
        return
    with tempfile.TemporaryDirectory(prefix="osc-shots-") as folder:
        Path(folder).chmod(0o755)
        with running_demo(Path(folder) / "demo", accounts=300) as card:
            shoot(card, chosen.out)


def shoot(card: dict[str, Any], out: Path) -> None:
    """Every page in both widths, the main ones also in the dark."""
    out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for scheme in SCHEMES:
            for number, width in enumerate(WIDTHS):
                context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
                camera = Camera(context.new_page(), card["base_url"], out, f"{width}.{scheme}")
                if scheme == "light":
                    take_everything(camera, card, number)
                else:
                    take_main_pages(camera, card)
                context.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}/")


def take_everything(camera: Camera, card: dict[str, Any], number: int) -> None:
    """As a stranger, as the showcase customer, as people with something special, as staff."""
    page, base = camera.page, card["base_url"]
    for path in tours.PUBLIC:
        camera.visit(path)
    tours.declare_in_public(camera)
    tours.open_password_page(camera, card["unregistered"][number], card["mails_url"])
    tours.sign_in(page, base, card["registered"][0])
    for path in tours.SIGNED_IN:
        camera.visit(path)
    tours.visit_what_is_behind(camera)
    for tour in (
        tours.take_reading,
        tours.change_bank,
        tours.change_instalment,
        tours.change_phone,
        tours.write_message,
    ):
        tour(camera)
    camera.visit("verwaltung/vorgaenge/", "vorgaenge-gefuellt")
    for kind, tour in (("strom", tours.order_tariff), ("smart", tours.look_at_smart_meter)):
        page.context.clear_cookies()
        tours.sign_in(page, base, [each for each in card["registered"] if each["kind"] == kind][number])
        tour(camera)
    page.context.clear_cookies()
    member = card["staff"][number]
    tours.look_at_staff_pages(camera, member, staff_code(member), card["registered"][0])


def take_main_pages(camera: Camera, card: dict[str, Any]) -> None:
    """What is looked at most."""
    for path in ("anmelden/", "registrieren/"):
        camera.visit(path)
    tours.sign_in(camera.page, card["base_url"], card["registered"][0])
    for path in tours.MAIN:
        camera.visit(path)
    tours.visit_what_is_behind(camera)


if __name__ == "__main__":
    main()
