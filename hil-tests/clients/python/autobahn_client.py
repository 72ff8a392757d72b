"""Autobahn|Python as a client of the gateway. Usage: autobahn_client.py probe|check|serve '<json>'

A check prints one line of JSON: {"check", "ok", "detail"}. The program that started this one knows which checks there
must be, so a run that ends early does not pass. `probe` prints which serializers are installed.
"""

import asyncio
import json
import sys
import traceback

import autobahn
import txaio
from autobahn.asyncio.rawsocket import WampRawSocketClientFactory, WampRawSocketClientProtocol
from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp.cryptosign import CryptosignKey
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import create_transport_serializer, SERID_TO_SER
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateResponseAccept
from autobahn.wamp.types import (
    CallOptions,
    CallResult,
    ComponentConfig,
    EncodedPayload,
    PublishOptions,
    RegisterOptions,
    SubscribeOptions,
)

from checks import equal, fails_with, PATIENCE_SECONDS, UNICODE, within
from meta_checks import META, MetaChecks

OCTETS = bytes(range(256))
TOO_COLD = "com.example.too_cold"


def report(check, ok, detail=""):
    print(json.dumps({"check": check, "ok": ok, "detail": str(detail)}), flush=True)


class Session(ApplicationSession):
    """One session; `joined` and `left` tell what became of it."""

    def __init__(self, config, method, ticket):
        super().__init__(ComponentConfig(realm=config["realm"]))
        self._settings = config
        self._method = method
        self._ticket = ticket
        self._key = CryptosignKey.from_bytes(bytes.fromhex(config["seed"]))
        self.joined = asyncio.get_running_loop().create_future()
        self.left = asyncio.get_running_loop().create_future()

    def onConnect(self):
        extra = {"pubkey": self._key.public_key()} if self._method == "cryptosign" else None
        self.join(
            self._settings["realm"],
            authmethods=[self._method],
            authid=self._settings["authid"],
            authextra=extra,
        )

    def onChallenge(self, challenge):
        if challenge.method == "ticket":
            return self._ticket
        return self._key.sign_challenge(challenge)

    def onJoin(self, details):
        self.joined.set_result(details)

    def onLeave(self, details):
        if not self.joined.done():
            self.joined.set_exception(ApplicationError(details.reason, details.message))
        super().onLeave(details)

    def onDisconnect(self):
        super().onDisconnect()
        if not self.joined.done():
            self.joined.set_exception(ApplicationError("transport.lost"))
        if not self.left.done():
            self.left.set_result(None)

    def onUserError(self, fail, msg):
        pass  # handlers fail on purpose; the caller's side is what is checked


class RawSocketProtocol(WampRawSocketClientProtocol):
    # Autobahn 22.7 keeps this under another name on asyncio's RawSocket, and then fails on WELCOME for want of it
    @property
    def transport_details(self):
        return self._transport_details


async def join(config, wire, method="ticket", ticket=None):
    """Joins over a wire such as websocket-json, batched-json, deflate-json, rawsocket-msgpack or unix-cbor."""
    kind, serializer_id = wire.split("-")
    session = Session(config, method, ticket or config["ticket"])
    loop = asyncio.get_running_loop()
    batched = ".batched" if kind == "batched" else ""
    serializer = create_transport_serializer(serializer_id + batched)
    if kind in ("websocket", "batched", "deflate"):
        url = config["universal" if kind == "deflate" else "websocket"]
        factory = WampWebSocketClientFactory(lambda: session, url=url, serializers=[serializer])
        if kind == "deflate":
            factory.setProtocolOptions(
                perMessageCompressionOffers=[PerMessageDeflateOffer()],
                perMessageCompressionAccept=PerMessageDeflateResponseAccept,
            )
        connecting = loop.create_connection(factory, factory.host, factory.port)
    else:
        factory = WampRawSocketClientFactory(lambda: session, serializer=serializer)
        factory.protocol = RawSocketProtocol
        if kind == "unix":
            connecting = loop.create_unix_connection(factory, config["unix"])
        else:
            connecting = loop.create_connection(factory, config["host"], config["port"])
    _, protocol = await within(connecting)
    await within(session.joined)
    if kind == "deflate":
        assert protocol._perMessageCompress is not None, "nothing is compressed"
    if batched:
        equal(protocol.websocket_protocol_in_use, f"wamp.2.{serializer_id}.batched")
    return session


async def leave(session):
    session.leave()
    await within(session.left)


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


class Sealed:
    """Seals payloads in a way of its own: Autobahn then sends them as one binary, with enc_algo and the like."""

    def encode(self, is_originating, uri, args=None, kwargs=None):
        payload = json.dumps([args, kwargs]).encode()[::-1]
        return EncodedPayload(payload, "x_reversed", enc_serializer="json", enc_key="key1")

    def decode(self, is_originating, uri, encoded_payload):
        equal((encoded_payload.enc_algo, encoded_payload.enc_key), ("x_reversed", "key1"))
        args, kwargs = json.loads(encoded_payload.payload[::-1].decode())
        return uri, args, kwargs


# --- what one client does by itself ----------------------------------------------------------------------------------


class OwnChecks(MetaChecks):
    def __init__(self, config, wire, session, other):
        self.config = config
        self.wire = wire
        self.session = session
        self.other = other

    async def join(self):
        return await join(self.config, self.wire)

    async def part(self, session):
        await leave(session)

    def uri(self, name):
        return f"{self.config['prefix']}{self.wire.replace('-', '_')}.{name}"

    async def join_cryptosign(self):
        await leave(await join(self.config, self.wire, method="cryptosign"))

    async def wrong_ticket(self):
        await fails_with("wamp.error.authentication_failed", join(self.config, self.wire, ticket="wrong"))

    async def call(self):
        await self.other.register(echo, self.uri("echo"))
        result = await within(self.session.call(self.uri("echo"), 1, UNICODE, [True, 2.5], name=UNICODE))
        equal((list(result.results), result.kwresults), ([1, UNICODE, [True, 2.5]], {"name": UNICODE}))

    async def call_binary(self):
        equal(await within(self.session.call(self.uri("echo"), OCTETS)), OCTETS)

    async def call_error(self):
        await self.other.register(too_cold, self.uri("fail"))
        error = await fails_with(TOO_COLD, self.session.call(self.uri("fail"), UNICODE))
        equal((list(error.args), error.kwargs), ([UNICODE], {"limit": -18}))

    async def no_such_procedure(self):
        await fails_with("wamp.error.no_such_procedure", self.session.call(self.uri("nobody")))

    async def procedure_already_exists(self):
        await fails_with("wamp.error.procedure_already_exists", self.session.register(echo, self.uri("echo")))

    async def call_timeout(self):
        wait = Wait()
        await self.other.register(wait.__call__, self.uri("late"), options=RegisterOptions(details_arg="details"))
        await fails_with("wamp.error.timeout", self.session.call(self.uri("late"), options=CallOptions(timeout=200)))

    async def caller_identification(self):
        await self.other.register(
            lambda details: details.caller_authid, self.uri("who"), options=RegisterOptions(details_arg="details")
        )
        equal(await within(self.session.call(self.uri("who"))), self.config["authid"])

    async def pattern_registration(self):
        for match, pattern in [("prefix", "device."), ("wildcard", "room..light")]:
            await self.other.register(
                lambda details: details.procedure,
                self.uri(pattern),
                options=RegisterOptions(match=match, details_arg="details"),
            )
        for name in ["device.knob", "room.kitchen.light"]:
            equal(await within(self.session.call(self.uri(name))), self.uri(name))

    async def shared_registration(self):
        for invoke in ["first", "last", "roundrobin", "random"]:
            procedure = self.uri("shared." + invoke)
            for session, name in [(self.session, "one"), (self.other, "two")]:
                await session.register(lambda name=name: name, procedure, options=RegisterOptions(invoke=invoke))
            who = [await within(self.session.call(procedure)) for _ in range(4)]
            if invoke in ("first", "last"):
                equal(who, [{"first": "one", "last": "two"}[invoke]] * 4)
            elif invoke == "roundrobin":
                equal((who[:2], set(who)), (who[2:], {"one", "two"}))
            else:
                assert set(who) <= {"one", "two"}, who

    async def unregister(self):
        registration = await self.session.register(echo, self.uri("short"))
        await within(self.other.call(self.uri("short"), 1))
        await registration.unregister()
        await fails_with("wamp.error.no_such_procedure", self.other.call(self.uri("short")))

    async def progress(self):
        await self.other.register(count, self.uri("count"), options=RegisterOptions(details_arg="details"))
        steps = []
        options = CallOptions(on_progress=steps.append)
        equal(await within(self.session.call(self.uri("count"), 3, options=options)), "done")
        equal(steps, [0, 1, 2])

    async def cancel(self):
        wait = Wait()
        await self.other.register(wait.__call__, self.uri("wait"), options=RegisterOptions(details_arg="details"))
        call = asyncio.ensure_future(self.session.call(self.uri("wait")))
        await within(wait.started.wait())
        call.cancel()
        await within(wait.cancelled.wait())

    async def event(self):
        events = Inbox()
        await self.other.subscribe(events, self.uri("topic"))
        self.session.publish(self.uri("topic"), 7, UNICODE, unit="l", name=UNICODE)
        args, kwargs, _ = await events.next()
        equal((args, kwargs), ([7, UNICODE], {"unit": "l", "name": UNICODE}))

    async def event_binary(self):
        events = Inbox()
        await self.other.subscribe(events, self.uri("binary"))
        self.session.publish(self.uri("binary"), OCTETS, deep=[OCTETS])
        args, kwargs, _ = await events.next()
        equal((args, kwargs), ([OCTETS], {"deep": [OCTETS]}))

    async def acknowledge(self):
        publication = await within(
            self.session.publish(self.uri("topic"), options=PublishOptions(acknowledge=True))
        )
        assert publication.id > 0

    async def publisher_exclusion(self):
        mine, theirs = Inbox(), Inbox()
        await self.session.subscribe(mine, self.uri("exclusion"))
        await self.other.subscribe(theirs, self.uri("exclusion"))
        self.session.publish(self.uri("exclusion"), "not for me")
        await theirs.next()
        # an event of somebody else arrives after everything of before
        self.other.publish(self.uri("exclusion"), "for you")
        equal((await mine.next())[0], ["for you"])

    async def publisher_identification(self):
        events = Inbox()
        await self.other.subscribe(events, self.uri("signed"), options=SubscribeOptions(details_arg="details"))
        self.session.publish(self.uri("signed"), 1)
        equal((await events.next())[2].publisher_authid, self.config["authid"])

    async def publisher_inclusion(self):
        mine = Inbox()
        await self.session.subscribe(mine, self.uri("inclusion"))
        self.session.publish(self.uri("inclusion"), "for me too", options=PublishOptions(exclude_me=False))
        equal((await mine.next())[0], ["for me too"])

    async def black_and_white_listing(self):
        events = Inbox()
        await self.other.subscribe(events, self.uri("listing"))
        mine, theirs = self.session._session_id, self.other._session_id
        for lists in [
            {"exclude": [theirs]},
            {"exclude_authid": [self.config["authid"]]},
            {"eligible": [mine]},
            {"eligible_authrole": ["nobody"]},
        ]:
            self.session.publish(self.uri("listing"), str(lists), options=PublishOptions(**lists))
        self.session.publish(
            self.uri("listing"),
            "eligible",
            options=PublishOptions(eligible=[theirs], eligible_authid=[self.config["authid"]]),
        )
        equal((await events.next())[0], ["eligible"])

    async def pattern_subscription(self):
        inboxes = {"prefix": Inbox(), "wildcard": Inbox()}
        for match, pattern in [("prefix", "house."), ("wildcard", "house..level")]:
            options = SubscribeOptions(match=match, details_arg="details")
            await self.other.subscribe(inboxes[match], self.uri(pattern), options=options)
        self.session.publish(self.uri("house.cellar.level"), 1)
        for events in inboxes.values():
            equal((await events.next())[2].topic, self.uri("house.cellar.level"))

    async def unsubscribe(self):
        gone, still = Inbox(), Inbox()
        subscription = await self.other.subscribe(gone, self.uri("brief"))
        await subscription.unsubscribe()
        await self.other.subscribe(still, self.uri("fence"))
        self.session.publish(self.uri("brief"))
        self.session.publish(self.uri("fence"))
        await still.next()
        equal(gone.size(), 0)

    async def retained(self):
        events = Inbox()
        await self.session.publish(self.uri("level"), 42, options=PublishOptions(acknowledge=True, retain=True))
        await self.other.subscribe(
            events, self.uri("level"), options=SubscribeOptions(get_retained=True, details_arg="details")
        )
        args, _, details = await events.next()
        equal((args, details.retained), ([42], True))

    async def payload_transparency(self):
        events = Inbox()
        await self.other.subscribe(events, self.uri("sealed"))
        await self.other.register(echo, self.uri("sealed"))
        for session in (self.session, self.other):
            session.set_payload_codec(Sealed())
        self.session.publish(self.uri("sealed"), 7, UNICODE, unit="l")
        args, kwargs, _ = await events.next()
        equal((args, kwargs), ([7, UNICODE], {"unit": "l"}))
        result = await within(self.session.call(self.uri("sealed"), 7, UNICODE, unit="l"))
        equal((list(result.results), result.kwresults), ([7, UNICODE], {"unit": "l"}))
        for session in (self.session, self.other):
            session.set_payload_codec(None)

    async def session_meta(self):
        details = await within(self.session.call("wamp.session.get", self.session._session_id))
        equal(details["authid"], self.config["authid"])

    async def leave(self):
        await leave(self.session)
        await leave(self.other)


OWN = [
    "join_cryptosign",
    "wrong_ticket",
    "call",
    "call_binary",
    "call_error",
    "no_such_procedure",
    "call_timeout",
    "caller_identification",
    "procedure_already_exists",
    "pattern_registration",
    "shared_registration",
    "unregister",
    "progress",
    "cancel",
    "event",
    "event_binary",
    "acknowledge",
    "publisher_identification",
    "publisher_exclusion",
    "publisher_inclusion",
    "black_and_white_listing",
    "pattern_subscription",
    "unsubscribe",
    "retained",
    "payload_transparency",
    "session_meta",
    *META,
    "leave",
]


# --- what it does with the others ------------------------------------------------------------------------------------


class CrossChecks:
    def __init__(self, config, wire, session, peer):
        self.config = config
        self.wire = wire
        self.session = session
        self.peer = peer

    def uri(self, name):
        return self.peer["prefix"] + name

    async def echo(self):
        result = await within(self.session.call(self.uri("echo"), UNICODE, 1, -2.5, deep={"name": UNICODE}))
        equal((list(result.results), result.kwresults), ([UNICODE, 1, -2.5], {"deep": {"name": UNICODE}}))

    async def binary(self):
        result = await within(self.session.call(self.uri("echo"), OCTETS, deep=[OCTETS]))
        equal((list(result.results), result.kwresults), ([OCTETS], {"deep": [OCTETS]}))

    async def error(self):
        error = await fails_with(TOO_COLD, self.session.call(self.uri("fail"), UNICODE))
        equal((list(error.args), error.kwargs), ([UNICODE], {"limit": -18}))

    async def event(self):
        events = Inbox()
        await self.session.subscribe(events, self.uri("topic"))
        await within(self.session.call(self.uri("announce"), UNICODE, topic=self.uri("topic")))
        equal((await events.next())[0], [UNICODE])

    async def retained(self):
        events = Inbox()
        topic = self.uri(f"retained.python.{self.wire.replace('-', '_')}")
        await within(self.session.call(self.uri("announce"), UNICODE, topic=topic, retain=True))
        await self.session.subscribe(events, topic, options=SubscribeOptions(get_retained=True))
        equal((await events.next())[0], [UNICODE])

    async def progress(self):
        steps = []
        options = CallOptions(on_progress=steps.append)
        equal(await within(self.session.call(self.uri("progress"), 3, options=options)), "done")
        equal(steps, [0, 1, 2])


def cross_names(peer):
    names = ["echo", "event"]
    for capability in ["errors", "binary", "retain", "progress"]:
        if peer[capability]:
            names.append({"errors": "error", "retain": "retained"}.get(capability, capability))
    return names


async def run(prefix, names, checks):
    for name in names:
        try:
            # not only answers: whatever hangs is named by its check
            await asyncio.wait_for(getattr(checks, name)(), 2 * PATIENCE_SECONDS)
            report(prefix + name, True)
        except Exception:
            report(prefix + name, False, traceback.format_exc())


async def check(config):
    for wire in config["wires"]:
        session, other = await join(config, wire), await join(config, wire)
        await run(f"{wire}.", OWN, OwnChecks(config, wire, session, other))
        for peer in config["peers"]:
            session = await join(config, wire)
            await run(f"{wire}.{peer['name']}.", cross_names(peer), CrossChecks(config, wire, session, peer))
            await leave(session)


# --- the service the others call -------------------------------------------------------------------------------------


async def serve(config):
    session = await join(config, config["wire"], method="cryptosign")
    uri = config["prefix"]

    async def announce(*args, topic=None, retain=False):
        await session.publish(topic, *args, options=PublishOptions(acknowledge=True, retain=retain))

    await session.register(echo, uri + "echo")
    await session.register(too_cold, uri + "fail")
    await session.register(announce, uri + "announce")
    heard = []
    await session.subscribe(heard.append, uri + "important")
    await session.register(lambda: heard, uri + "heard")
    await session.register(count, uri + "progress", options=RegisterOptions(details_arg="details"))
    await session.register(Wait().__call__, uri + "wait", options=RegisterOptions(details_arg="details"))
    report("ready", True)
    # until whoever started this program closes its input
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await leave(session)


def main():
    mode, config = sys.argv[1], json.loads(sys.argv[2])
    txaio.start_logging(out=sys.stderr, level="error")
    if mode == "probe":
        print(json.dumps({"version": autobahn.__version__, "serializers": sorted(SERID_TO_SER)}))
    else:
        asyncio.run(serve(config) if mode == "serve" else check(config))


if __name__ == "__main__":
    main()
