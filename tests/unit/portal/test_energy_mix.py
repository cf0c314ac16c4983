"""The Stromkennzeichnung: which year's label counts when, and shares that can't be (R-RE-6)."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from osc.config.sections.energy_mix import EnergyMix, label_on
from osc.config.utility import read_utility

SHIPPED = Path(__file__).parents[3] / "src/osc/config/utilities/lindenau.toml"


def label(year: int) -> EnergyMix:
    (shipped,) = read_utility(SHIPPED).energy_mix
    return msgspec.structs.replace(shipped, year=year)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 6, 30), 2024), (date(2026, 7, 1), 2025), (date(2027, 6, 30), 2025)]
)
def test_r_re_6_from_july_on_the_values_of_the_year_before_count(day: date, year: int) -> None:
    counting = label_on((label(2025), label(2024)), day)
    assert counting is not None and counting.year == year


def test_r_re_6_before_the_first_label_there_is_none() -> None:
    assert label_on((label(2025),), date(2026, 6, 30)) is None


def test_r_re_6_shares_that_are_not_100_percent_are_refused() -> None:
    mix = msgspec.to_builtins(label(2025).own) | {"coal": "17.4"}
    with pytest.raises(msgspec.ValidationError, match="100 percent"):
        msgspec.convert(mix, type(label(2025).own))
