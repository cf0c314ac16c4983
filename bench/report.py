"""Figures beside their goals."""

import tomllib
from pathlib import Path

from bench.measure import Figures

GOALS = tomllib.loads((Path(__file__).parent / "goals.toml").read_text())
# more is better
SPEEDS = {"share", "values_per_s"}


def report(figures: Figures) -> int:
    """A line for each figure, then how many goals were met; the exit code is 1 when a must goal was missed."""
    counts = {"stretch": 0, "must": 0, "MISSED": 0}
    missed = []
    for name, value in figures.items():
        goal = _goal(name)
        verdict = ""
        if goal:
            verdict = _verdict(name.rpartition(".")[2], value, *goal)
            counts[verdict] += 1
            missed += [name] * (verdict == "MISSED")
            verdict = f"must {goal[0]:g}, stretch {goal[1]:g}: {verdict}"
        print(f"{name:28} {value:12.2f}   {verdict}")
    print(f"\n{counts['stretch']} at stretch, {counts['must']} at must, {counts['MISSED']} missed: {' '.join(missed)}")
    return int(bool(missed))


def _goal(name: str) -> tuple[float, float] | None:
    """The page's own goal, else the one of all pages of its family."""
    page, _, key = name.rpartition(".")
    family = "page_60" if page.endswith("_60") else "page"
    for section in (page, family if page not in GOALS or GOALS[page].get("a_page") else ""):
        goal = GOALS.get(section, {}).get(key)
        if goal:
            return goal[0], goal[1]
    return None


def _verdict(key: str, value: float, must: float, stretch: float) -> str:
    if key in SPEEDS:
        value, must, stretch = -value, -must, -stretch
    return "stretch" if value <= stretch else "must" if value <= must else "MISSED"
