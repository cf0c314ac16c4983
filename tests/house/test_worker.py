"""Every queue has hands that work it off."""

from procrastinate.contrib.django import app

from osc.config.worker import LANES


def test_every_queue_has_hands_of_its_own() -> None:
    ours = {task.queue for task in app.tasks.values() if task.name.startswith("osc.")}
    assert set(LANES) == ours
    assert "maintenance" in ours and min(LANES.values()) > 0
