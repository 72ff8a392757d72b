"""What checks are made of: patience, what must be equal, and how something must fail."""

import asyncio

from autobahn.wamp.exception import ApplicationError

UNICODE = "Kühlschrank 冷蔵庫 🧊 e\u0301"
PATIENCE_SECONDS = 60  # an answer takes a millisecond; a machine that is busy with other things, seconds


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE_SECONDS)


async def fails_with(uri, awaitable):
    try:
        result = await within(awaitable)
    except ApplicationError as error:
        equal(error.error, uri)
        return error
    raise AssertionError(f"expected {uri}, got the result {result!r}")
