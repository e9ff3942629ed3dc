"""The log: one line a decision. Case ids, letter names, rules and times; never a name, an address or a word of a mail."""

import logging
import sys
from typing import TextIO

import structlog


def open_journal(stream: TextIO = sys.stderr, *, quiet: bool = False) -> structlog.typing.FilteringBoundLogger:
    """A logger that writes `time level event key=value …` lines."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger
