"""Settings of the demo: the pretend utility, a clock that can be moved, captured mails."""

import os
from pathlib import Path

from osc.config.clock import shifted_clock
from osc.config.settings.base import *  # noqa: F403 - settings inherit

DEMO = True
CLOCK = shifted_clock(Path(os.environ["OSC_DEMO_DIR"]) / "clock-offset")
