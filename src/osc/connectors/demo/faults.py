"""The fault switch: slow, down, losing answers, doubling, reordering, rejecting."""

import json
import threading
from collections import Counter
from dataclasses import asdict, dataclass, fields
from random import Random
from typing import Any

from osc.connectors.demo.store import Store


@dataclass
class Faults:
    """What goes wrong at the moment; shares are between 0 and 1."""

    down: bool = False
    latency_ms: int = 0
    lose_answers: float = 0.0
    error_rate: float = 0.0
    double_feed: bool = False
    reorder_feed: bool = False
    reject_next: int = 0
    half_feed: bool = False


class FaultSwitch:
    """Remembers the faults over restarts; its chance is seeded."""

    def __init__(self, store: Store, seed: int) -> None:
        self._store = store
        self.random = Random(seed)  # noqa: S311 - reproducible faults
        self.now = Faults(**json.loads(store.setting("faults", "{}")))
        self._noting = threading.Lock()
        self.played = Counter[str](json.loads(store.setting("faults played", "{}")))

    def set(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Changes the named faults, keeps the others. Raises TypeError for unknown names."""
        unknown = set(wish) - {each.name for each in fields(Faults)}
        if unknown:
            raise TypeError(f"unknown faults: {sorted(unknown)}")
        self.now = Faults(**{**asdict(self.now), **wish})
        self._store.remember("faults", json.dumps(asdict(self.now)))
        return asdict(self.now)

    def hits(self, share: float) -> bool:
        """True in this share of all calls."""
        return self.random.random() < share

    def note(self, fault: str) -> None:
        """It went wrong once more; tests ask whether what they ordered really happened."""
        with self._noting:
            self.played[fault] += 1
            self._store.remember("faults played", json.dumps(self.played))

    def take_rejection(self) -> bool:
        """True as often as rejections were ordered."""
        if self.now.reject_next <= 0:
            return False
        self.set({"reject_next": self.now.reject_next - 1})
        return True
