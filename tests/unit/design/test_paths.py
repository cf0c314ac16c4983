from uuid import uuid4

import pytest
from django.urls import reverse

from osc.design.paths import path_to


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("portal:overview", ()), ("portal:case", (uuid4(),)), ("portal:consumption_of", ("strom",)),
        ("portal:choose_tariff", (uuid4(), "oeko-24")), ("portal:register_link", ("AbC-_9",)),
    ],
)  # fmt: skip
def test_a_path_is_what_the_routes_say(name: str, ids: tuple[object, ...]) -> None:
    assert path_to(name, *ids) == reverse(name, args=ids)


def test_what_came_with_an_address_can_not_leave_its_place() -> None:
    before, after = reverse("portal:register_link", args=["TOKEN"]).split("TOKEN")
    assert path_to("portal:register_link", "a/b\n?c#d") == f"{before}a%2Fb%0A%3Fc%23d{after}"
