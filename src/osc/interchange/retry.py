"""How long to wait before the next try."""

import random

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

LONGEST_SECONDS = 60


class Backoff(BaseRetryStrategy):
    """Doubles from one second up to a minute, with jitter so that a queue does not come back as one wave.

    Waiting never ends by itself: a receipt is a promise. The staff list shows what is old.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Every exception is retried; Retry-After of the far side wins when it is longer."""
        wait = min(2 ** min(job.attempts, 10), LONGEST_SECONDS)
        asked = getattr(exception, "retry_after", None) or 0
        milliseconds = random.randint(wait * 500, wait * 1000)  # noqa: S311 - not a secret
        return RetryDecision(retry_in={"milliseconds": max(milliseconds, int(asked * 1000))})
