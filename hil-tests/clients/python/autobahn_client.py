"""Autobahn|Python as a client of the gateway. Usage: autobahn_client.py probe|check|serve '<json>'

A check prints one line of JSON: {"check", "ok", "detail"}. The program that started this one knows which checks there
must be, so a run that ends early does not pass. `probe` prints which serializers are installed.
"""

import asyncio
import json
import sys
import traceback

import txaio

txaio.use_asyncio()  # Autobahn's modules take hold of it when they are imported

import autobahn
from autobahn.wamp.serializer import SERID_TO_SER
from autobahn.wamp.types import CallOptions, PublishOptions, RegisterOptions, SubscribeOptions
from checks import (
    count,
    echo,
    equal,
    fails_with,
    Inbox,
    OCTETS,
    PATIENCE_SECONDS,
    TOO_COLD,
    too_cold,
    UNICODE,
    Wait,
    within,
)
from own_checks import OWN, OwnChecks
from session import join, leave


def report(check, ok, detail=""):
    print(json.dumps({"check": check, "ok": ok, "detail": str(detail)}), flush=True)


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
