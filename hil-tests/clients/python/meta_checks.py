"""What a client finds out by calling the router: history, testaments, the meta API and reflection.

And what the router does to a client because somebody called it. UNSUBSCRIBED that nobody asked for ends the session in
Autobahn|Python 22.7, which announces that it takes it; so that is not asked of it.
"""

import asyncio

from checks import equal, fails_with, UNICODE, within

META = [
    "event_history",
    "testament",
    "session_kill",
    "registration_meta",
    "subscription_meta",
    "reflection",
    "registration_revocation",
]


class MetaChecks:
    """Needs config, wire, session, other, uri(), join() and part() of whoever inherits."""

    async def ask(self, procedure, *args, **kwargs):
        return await within(self.session.call(procedure, *args, **kwargs))

    async def event_history(self):
        topic = f"com.example.{self.config['name']}_{self.wire.replace('-', '_')}.kept"
        for value in [1, 2, 3]:
            self.session.publish(topic, value)
        kept = await self.ask("wamp.subscription.lookup", "com.example..kept", {"match": "wildcard"})
        result = await self.ask("wamp.subscription.get_events", kept, topic=topic, reverse=True, limit=2)
        equal([event["args"] for event in result.results], [[3], [2]])
        equal(result.kwresults, {"is_limit_reached": True})

    async def testament(self):
        events = asyncio.Queue()
        await self.other.subscribe(lambda *args, **kwargs: events.put_nowait((args, kwargs)), self.uri("status"))
        leaver = await self.join()
        await within(leaver.call("wamp.session.add_testament", self.uri("status"), ["gone"], {"why": UNICODE}))
        await self.part(leaver)
        equal(await within(events.get()), (("gone",), {"why": UNICODE}))

    async def session_kill(self):
        left = asyncio.Queue()
        subscription = await self.other.subscribe(lambda *args: left.put_nowait(args[0]), "wamp.session.on_leave")
        victim = await self.join()
        id = victim._session_id
        await self.ask("wamp.session.kill", id, reason="com.example.enough")
        while await within(left.get()) != id:
            pass
        await within(victim.left)
        await fails_with("wamp.error.no_such_session", self.session.call("wamp.session.get", id))
        await subscription.unsubscribe()

    async def registration_meta(self):
        await self.other.register(lambda: "here", self.uri("known"))
        id = await self.ask("wamp.registration.lookup", self.uri("known"))
        equal(await self.ask("wamp.registration.match", self.uri("known")), id)
        equal((await self.ask("wamp.registration.get", id))["uri"], self.uri("known"))
        equal(await self.ask("wamp.registration.list_callees", id), [self.other._session_id])
        equal(await self.ask("wamp.registration.count_callees", id), 1)

    async def subscription_meta(self):
        await self.other.subscribe(lambda: None, self.uri("known"))
        id = await self.ask("wamp.subscription.lookup", self.uri("known"))
        assert id in await self.ask("wamp.subscription.match", self.uri("known"))
        equal((await self.ask("wamp.subscription.get", id))["uri"], self.uri("known"))
        equal(await self.ask("wamp.subscription.list_subscribers", id), [self.other._session_id])
        equal(await self.ask("wamp.subscription.count_subscribers", id), 1)

    async def reflection(self):
        definition = {"title": UNICODE, "type": "number"}
        equal(await within(self.other.call("wamp.reflect.define", self.uri("level"), definition, type="topic")), True)
        equal(
            await self.ask("wamp.reflect.describe", self.uri("level")),
            [{"type": "topic", "uri": self.uri("level"), "match": "exact", "definition": definition}],
        )
        topics = await self.ask("wamp.reflection.topic.list")
        assert {"uri": self.uri("level"), "match": "exact"} in topics, topics
        procedure = await self.ask("wamp.reflection.procedure.describe", self.uri("known"))
        equal((procedure["uri"], procedure["callees"]), (self.uri("known"), 1))

    async def registration_revocation(self):
        await self.other.register(lambda: "old", self.uri("revoked"))
        id = await self.ask("wamp.registration.lookup", self.uri("revoked"))
        await self.ask("wamp.registration.remove_callee", id, self.other._session_id, reason="com.example.enough")
        await fails_with("wamp.error.no_such_procedure", self.session.call(self.uri("revoked")))
        # its session goes on, and may have it again
        await self.other.register(lambda: "new", self.uri("revoked"))
        equal(await self.ask(self.uri("revoked")), "new")
