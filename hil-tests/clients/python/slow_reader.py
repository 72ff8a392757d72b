"""Autobahn|Python as a reader that stops reading, once for each policy that the gateway has for such readers.

Usage: slow_reader.py check '{"websocket": url, "realm": name, "ticket": text, "policies": [name, ...]}'

There is a principal of the name of each policy, whose role has it, and one named `watcher`.
"""

import asyncio
import json
import sys
import time

from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import create_transport_serializer
from autobahn.wamp.types import ComponentConfig, PublishOptions

PATIENCE_SECONDS = 60
TOPIC = "com.example.flood"
TEXT = "x" * 32768
COUNT = 320  # with the text more than the kernel's buffers of a connection and the session's outbox together
BLOCKED_SECONDS = 0.4  # less than the gateway is configured to block
GOODBYE, EVENT = 6, 36


def report(check, ok, detail=""):
    print(json.dumps({"check": check, "ok": bool(ok), "detail": str(detail)}), flush=True)


class Recording:
    """Keeps what the library decoded as it came: its own events have no place for attributes of a router."""

    def __init__(self, inner):
        self.inner = inner
        self.messages = []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def unserialize(self, payload):
        messages = self.inner.unserialize(payload)
        self.messages.extend(messages)
        return messages


class Session(ApplicationSession):
    def __init__(self, config, authid):
        super().__init__(ComponentConfig(realm=config["realm"]))
        self.settings = config
        self.who = authid
        self.joined = asyncio.get_running_loop().create_future()

    def onConnect(self):
        self.join(self.settings["realm"], authmethods=["ticket"], authid=self.who)

    def onChallenge(self, challenge):
        return self.settings["ticket"]

    def onJoin(self, details):
        self.joined.set_result(details.session)

    def onLeave(self, details):
        if not self.joined.done():
            self.joined.set_exception(ApplicationError(details.reason, details.message))
        super().onLeave(details)


async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE_SECONDS)


async def until(what, condition):
    """Waits; `what` tells what is the matter when that does not help."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, what()
        await asyncio.sleep(0.02)


async def join(config, authid):
    serializer = create_transport_serializer("json")
    serializer._serializer = recording = Recording(serializer._serializer)
    session = Session(config, authid)
    factory = WampWebSocketClientFactory(lambda: session, url=config["websocket"], serializers=[serializer])
    loop = asyncio.get_running_loop()
    _, protocol = await within(loop.create_connection(factory, factory.host, factory.port))
    session.number = await within(session.joined)
    session.socket = protocol.transport
    session.recording = recording
    return session


def events(session):
    return [message for message in session.recording.messages if message[0] == EVENT]


def told(session, attribute):
    """What the events said was missed."""
    return sum(event[3].get(attribute, 0) for event in events(session))


def goodbyes(session):
    return [message for message in session.recording.messages if message[0] == GOODBYE]


async def flood(publisher, is_over):
    """Returns how many it has sent, and how long the slowest acknowledgement took."""
    slowest = 0
    for number in range(COUNT):
        if is_over():
            return number, slowest
        start = time.monotonic()
        await within(publisher.publish(TOPIC, number, TEXT, options=PublishOptions(acknowledge=True)))
        slowest = max(slowest, time.monotonic() - start)
    return COUNT, slowest


async def check(config, policy):
    watcher = await join(config, "watcher")
    told_of = {}  # session -> its first meta event
    await within(watcher.subscribe(lambda loss: told_of.setdefault(loss["session"], loss), "junctor.reader.on_drop"))
    publisher = await join(config, "watcher")
    quick = await join(config, "watcher")
    await within(quick.subscribe(lambda number, text: None, TOPIC))
    slow = await join(config, policy)
    await within(slow.subscribe(lambda number, text: None, TOPIC))
    slow.socket.pause_reading()

    # the end of a session waits two seconds for its reader, so that one goes on reading at once
    count, slowest = await flood(publisher, lambda: policy == "disconnect" and slow.number in told_of)
    await until(lambda: "no meta event", lambda: slow.number in told_of)
    slow.socket.resume_reading()

    loss = told_of[slow.number]
    report(f"{policy}: meta event", loss["policy"] == policy and loss["dropped"] + loss["conflated"] > 0, loss)
    await until(lambda: f"{len(events(quick))} events of {count}", lambda: len(events(quick)) == count)
    report(f"{policy}: who reads misses nothing", told(quick, "_dropped") == 0)
    if policy == "block-publisher":
        report(f"{policy}: publishers wait", slowest >= BLOCKED_SECONDS, f"at most {slowest} s")
    if policy == "disconnect":
        await until(lambda: f"no GOODBYE after {len(events(slow))} events", lambda: goodbyes(slow))
        _, details, reason = goodbyes(slow)[0]
        report(f"{policy}: notice", reason == "junctor.close.slow_reader" and details["dropped"] > 0, (reason, details))
        report(f"{policy}: counter", details["dropped"] == loss["dropped"], (details, loss))
    else:
        missed = lambda: told(slow, "_dropped") + told(slow, "_conflated")
        account = lambda: f"{len(events(slow))} events, {missed()} missed, of {count}"
        await until(account, lambda: len(events(slow)) + missed() == count)
        attribute = "_conflated" if policy == "keep-newest" else "_dropped"
        report(f"{policy}: notice", told(slow, attribute) == missed() > 0, missed())
        counted = await within(watcher.call("junctor.reader.get", slow.number))
        same = counted["dropped"] == told(slow, "_dropped") and counted["conflated"] == told(slow, "_conflated")
        report(f"{policy}: counter", same, counted)
    for session in (watcher, publisher, quick, slow):
        session.socket.abort()


async def main(config):
    for policy in config["policies"]:
        try:
            await check(config, policy)
        except Exception as e:  # whatever the library raises is the finding
            report(f"{policy}: ran", False, repr(e))


asyncio.run(main(json.loads(sys.argv[2])))
