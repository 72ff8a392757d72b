"""What checks are made of: patience, what must be equal, how something must fail; what came, and procedures to call."""

import asyncio

from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import CallResult

UNICODE = "Kühlschrank 冷蔵庫 🧊 e\u0301"
OCTETS = bytes(range(256))
TOO_COLD = "com.example.too_cold"
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


class Inbox:
    """An event handler that hands out what it was given, one by one."""

    def __init__(self):
        self._events = asyncio.Queue()

    def __call__(self, *args, details=None, **kwargs):
        self._events.put_nowait((list(args), kwargs, details))

    async def next(self):
        return await within(self._events.get())

    def size(self):
        return self._events.qsize()


def echo(*args, **kwargs):
    return CallResult(*args, **kwargs)


def too_cold(*args):
    raise ApplicationError(TOO_COLD, *args, limit=-18)


async def count(steps, details=None):
    for step in range(steps):
        details.progress(step)
    return "done"


class Wait:
    """A procedure that takes for ever, and tells when it was cancelled."""

    def __init__(self):
        self.started = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def __call__(self, details=None):
        self.started.set()
        if details.progress:
            details.progress("started")
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.cancelled.set()
            # Autobahn answers an INTERRUPT only when the procedure does
            raise ApplicationError("wamp.error.canceled")
