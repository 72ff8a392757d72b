"""What Autobahn|Python does by itself, with two sessions."""

import asyncio
import json

from autobahn.wamp.types import CallOptions, EncodedPayload, PublishOptions, RegisterOptions, SubscribeOptions
from checks import count, echo, equal, fails_with, Inbox, OCTETS, TOO_COLD, too_cold, UNICODE, Wait, within
from meta_checks import META, MetaChecks
from session import join, leave


class Sealed:
    """Seals payloads in a way of its own: Autobahn then sends them as one binary, with enc_algo and the like."""

    def encode(self, is_originating, uri, args=None, kwargs=None):
        payload = json.dumps([args, kwargs]).encode()[::-1]
        return EncodedPayload(payload, "x_reversed", enc_serializer="json", enc_key="key1")

    def decode(self, is_originating, uri, encoded_payload):
        equal((encoded_payload.enc_algo, encoded_payload.enc_key), ("x_reversed", "key1"))
        args, kwargs = json.loads(encoded_payload.payload[::-1].decode())
        return uri, args, kwargs


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
