"""Lines of the log: UTC, one line for each event, so that they can be shipped away and compared (R-SEC-18)."""

import logging
import time


class UtcLines(logging.Formatter):
    """Time in UTC with its zone; line breaks of what somebody typed are written out, so that nobody forges a line."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record)
        return lines if record.exc_info else lines.replace("\r", "\\r").replace("\n", "\\n")
