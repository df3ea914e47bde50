"""Log lines: machine-readable, with the request's id, and useless to a thief."""

import io
import json
import logging

import pytest
import structlog

from core.web import logs


@pytest.fixture
def written():
    """What a logger writes through the product's own configuration."""
    configuration = logs.config(level="INFO", as_json=True)
    formatter = dict(configuration["formatters"]["lines"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger("candor.test")
    logger.propagate = False
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_a_line_carries_the_requests_id(written):
    with structlog.contextvars.bound_contextvars(request_id="abc12345"):
        logging.getLogger("candor.test").warning("Not Found: %s", "/nothing/")

    [line] = written()
    assert line["request_id"] == "abc12345"
    assert line["event"] == "Not Found: /nothing/"
    assert line["level"] == "warning"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Bad Request: /subscribe/manage/AbC-123:xyz/", "AbC-123:xyz"),
        ("token cand_aaaaaaaaaaaa_" + "s" * 43 + " refused", "s" * 43),
        ("secret whsec_c2VjcmV0 rotated", "c2VjcmV0"),
    ],
)
def test_a_secret_is_masked_wherever_it_stands(written, text, secret):
    logger = logging.getLogger("candor.test")
    logger.warning("%s", text)
    structlog.get_logger("candor.test").warning("event", note=text)
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("failed")

    lines = written()
    assert len(lines) == 3
    assert secret not in json.dumps(lines)
