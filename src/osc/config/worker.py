"""One process for every queue; each far side has hands of its own, so that a slow one holds up nobody else (REL9)."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

# how many jobs of a queue run at a time. Jobs of one queue wait in line: what puts the jobs of a dead worker
# back, or brings in what the billing system says, must not stand behind a backlog of mails
LANES = {
    "billing": 4, "feed": 1, "documents": 1, "mail": 2, "letters": 1, "registration": 1, "declarations": 1,
    "maintenance": 2,
}  # fmt: skip
HANDS = sum(LANES.values())
# their jobs come by the clock: asking once a second is soon enough
UNHURRIED = {"feed", "maintenance"}


def run_lanes() -> int:
    """Works until stopped; 1 when a lane broke down, for the supervisor to start the process anew."""
    # each lane listens on a connection of its own
    pool = {"min_size": len(LANES), "max_size": len(LANES) + HANDS}
    return asyncio.run(_work(app.with_connector(PsycopgConnector(kwargs=connector_params(), **pool))))


async def _work(worker_app: App) -> int:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(HANDS))
    async with worker_app.open_async():
        lanes = [asyncio.create_task(_lane(worker_app, queue, hands)) for queue, hands in LANES.items()]
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop, lanes)
        await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
        broken = not any(lane.cancelled() for lane in lanes)
        _stop(lanes)
        ends = await asyncio.gather(*lanes, return_exceptions=True)
    for problem in ends:
        if isinstance(problem, Exception):
            raise problem
    return int(broken)


def _stop(lanes: list[asyncio.Task[None]]) -> None:
    """Jobs that have begun are finished; asking twice would break them off."""
    for lane in lanes:
        if not lane.cancelling():
            lane.cancel()


async def _lane(worker_app: App, queue: str, hands: int) -> None:
    await worker_app.run_worker_async(
        name=queue, queues=[queue], concurrency=hands, delete_jobs="successful", install_signal_handlers=False,
        listen_notify=queue not in UNHURRIED, update_heartbeat_interval=2, stalled_worker_timeout=10,
        fetch_job_polling_interval=1,
    )  # fmt: skip
