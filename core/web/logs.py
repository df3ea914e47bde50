"""Logs: one JSON object a line (or plain text for a person), with the request's id and without secrets."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# What opens something for whoever reads it: API tokens, links of subscribers, webhook secrets.
SECRETS = re.compile(r"(cand_[0-9a-z]{12}_|whsec_|/subscribe/(?:confirm|manage|unsubscribe)/|/s/)[^\s/\"'?]+")


def mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace secrets in every text of the line; a traceback's text comes last and is masked too."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRETS.sub(r"\1…", value)
    return event


BEFORE = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def config(*, level: str, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING; sets up structlog as well, so that both speak through one handler."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": BEFORE,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask,
            last,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {"django-q": {"level": "WARNING"}},  # a wake-up every few seconds is not news
        "root": {"handlers": ["console"], "level": level},
    }
