"""`make bench`: our pages against the floor, slice by slice in one run, with the goals of bench/goals.toml."""

import argparse
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from tools.demo import running_demo

from bench.imports import import_share, interval_speed
from bench.large import AFTER, BEFORE, growth
from bench.measure import Figures, Scale, Slice, floor_person, running_floor
from bench.pages import FEW, LISTS, PAGES, visitors_of
from bench.portal import Addresses, Ask, Visitor
from bench.processes import cold_start, memory
from bench.report import report

PROXY = "127.0.0.2"


def main() -> int:
    """Prints every figure beside its goal; 1 when a must goal is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--accounts", type=int, default=500, help="contract accounts of the demo")
    parser.add_argument("--pages", default="", help="only pages whose name contains this, and nothing else")
    parser.add_argument(
        "--large", type=int, nargs="?", const=AFTER, default=0, metavar="ACCOUNTS",
        help=f"only {BEFORE:,} contract accounts against many: {AFTER:,}, or this number",
    )  # fmt: skip
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="osc-bench-") as folder:
        Path(folder).chmod(0o755)
        with (
            running_demo(
                Path(folder) / "demo", accounts=BEFORE if chosen.large else chosen.accounts, port=8900
            ) as card,
            running_floor(card) as floor,
        ):
            scale = Scale(card, floor)
            if chosen.large:
                return report(growth(scale, chosen.large))
            few = visitors_of(card, scale.port, FEW)
            figures = pages(scale, few, visitors_of(card, scale.port, {"smart"}), chosen.pages)
            figures |= lists(scale, visitors_of(card, scale.port, {"L"})[0], chosen.pages)
            if not chosen.pages:
                figures |= memory(card) | cold_start(card) | import_share(card) | interval_speed(card)
                figures |= writes(scale, few)
            return report(figures)


def pages(scale: Scale, few: list[Visitor], smart: list[Visitor], wanted: str) -> Figures:
    """Pages of customers with one contract account or a few."""
    found: Figures = {}
    for floor in dict.fromkeys(page.floor for page in PAGES):
        slices = [
            Slice(page.name, [page.ours(visitor) for visitor in (smart if page.smart else few)])
            for page in PAGES if page.floor == floor and wanted in page.name
        ]  # fmt: skip
        if slices:
            found |= scale.weigh(scale.floor_asks(floor), slices)
            found |= {
                f"{each.name}.html_gzip": scale.html_gzip(each.ours[0])
                for each in slices
                if not each.name.endswith("pdf")
            }
    if not wanted:
        found |= {f"first_visit.{key}": size for key, size in scale.first_visit(few[0].get("/")).items()}
    return found


def lists(scale: Scale, landlord: Visitor, wanted: str) -> Figures:
    """The pages of a customer with sixty contract accounts."""
    slices = [Slice(f"{page.name}_60", [page.ours(landlord)]) for page in LISTS if wanted in page.name]
    if not slices:
        return {}
    found = scale.weigh(scale.floor_asks("/", sixty=True), slices)
    return found | {f"{each.name}.html_gzip": scale.html_gzip(each.ours[0]) for each in slices}


def writes(scale: Scale, few: list[Visitor]) -> Figures:
    """Forms that make cases, a receipt typeset on request, and signing in; the last ends the visitors' sessions."""
    found = scale.weigh(
        scale.floor_asks("/readings", "value=5"),
        [two_steps("submit_reading", [each.submit_reading() for each in few]),
         two_steps("submit_instalment", [each.submit_instalment() for each in few])],
    )  # fmt: skip
    found |= scale.weigh(scale.floor_asks("/"), [Slice("receipt_pdf", [few[0].receipt_pdf()], threads=4)])
    addresses = Addresses()
    # sign-ins come through the trusted proxy, so that each may have an address of its own
    signing_in = Slice("sign_in", [each.sign_in_again(addresses) for each in few], source=PROXY)
    return found | scale.weigh(scale.floor_asks("/sign-in", urlencode(floor_person(1))), [signing_in])


def two_steps(name: str, pairs: list[tuple[Ask, Ask]]) -> Slice:
    """A form and its check page in turn, a thread for each visitor; CPU is per POST."""
    forms, checks = ([pair[step] for pair in pairs] for step in (0, 1))
    leads_to = ("/verwaltung/vorgaenge/", *(ask()[1] for ask in checks))
    return Slice(name, forms + checks, leads_to=leads_to, threads=len(pairs), steps=2)


if __name__ == "__main__":
    sys.exit(main())
