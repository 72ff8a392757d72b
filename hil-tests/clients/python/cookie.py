"""Joins with Autobahn|Python by the cookie that an earlier login got, over WebSocket.

Usage: cookie.py check '{"websocket": url, "realm": name, "authid": name, "ticket": text}'
"""

import asyncio
import json
import sys

from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory, WampWebSocketClientProtocol
from autobahn.wamp.serializer import create_transport_serializer
from autobahn.wamp.types import ComponentConfig

PATIENCE_SECONDS = 20


def report(check, ok, detail=""):
    print(json.dumps({"check": check, "ok": ok, "detail": str(detail)}), flush=True)


class Browser:
    """What a browser would keep."""

    def __init__(self, config):
        self.config = config
        self.cookie = None
        self.set_cookie = None

    def session(self, methods, authid, leave_with, outcome):
        config = self.config

        class Joining(ApplicationSession):
            def onConnect(self):
                self.join(config["realm"], authmethods=methods, authid=authid)

            def onChallenge(self, challenge):
                return config["ticket"]

            def onJoin(self, details):
                outcome.set_result(f"{details.authid} {details.authrole} by {details.authmethod}")
                self.leave(leave_with)

            def onLeave(self, details):
                if not outcome.done():
                    outcome.set_result(details.reason)
                self.disconnect()

            def onDisconnect(self):
                if not outcome.done():
                    outcome.set_result("transport.lost")

        return Joining(config=ComponentConfig(realm=config["realm"]))

    async def join(self, methods, authid=None, leave_with="wamp.close.normal"):
        browser = self
        loop = asyncio.get_running_loop()
        outcome = loop.create_future()
        closed = loop.create_future()

        class Protocol(WampWebSocketClientProtocol):
            def onConnect(self, response):
                browser.set_cookie = response.headers.get("set-cookie")
                if browser.set_cookie is not None:
                    browser.cookie = browser.set_cookie.split(";")[0]
                return super().onConnect(response)

            def connection_lost(self, exc):
                super().connection_lost(exc)
                if not closed.done():
                    closed.set_result(None)

        factory = WampWebSocketClientFactory(
            lambda: self.session(methods, authid, leave_with, outcome),
            url=self.config["websocket"],
            serializers=[create_transport_serializer("json")],
            headers={} if self.cookie is None else {"Cookie": self.cookie},
        )
        factory.protocol = Protocol
        await loop.create_connection(factory, factory.host, factory.port)
        joined = await asyncio.wait_for(outcome, PATIENCE_SECONDS)
        await asyncio.wait_for(closed, PATIENCE_SECONDS)  # what it said with GOODBYE has been read by then
        return joined


async def main(config):
    browser = Browser(config)
    refused = "wamp.error.no_matching_auth_method"
    name = config["authid"]

    async def expect(check, expected, *join, **how):
        try:
            got = await browser.join(*join, **how)
            report(check, got == expected, f"expected {expected}, got {got}")
        except Exception as e:  # whatever the library raises is the finding
            report(check, False, repr(e))

    await expect("a fresh cookie is no proof", refused, ["cookie"])
    first = browser.cookie
    attributes = str(browser.set_cookie).lower()
    report("no script and no other site has it", "httponly" in attributes and "samesite=strict" in attributes, attributes)
    await expect("a login by ticket", f"{name} member by ticket", ["cookie", "ticket"], name)
    report("a cookie that stands for nobody is replaced", browser.cookie != first, browser.cookie)
    bound = browser.cookie
    await expect("the cookie stands for it", f"{name} member by cookie", ["cookie"])
    report("and is kept", browser.cookie == bound and browser.set_cookie is None, browser.set_cookie)
    await expect("not for another name", refused, ["cookie"], "argon")
    await expect("until the logout", f"{name} member by cookie", ["cookie"], leave_with="wamp.close.logout")
    browser.cookie = bound
    await expect("then for nobody", refused, ["cookie"])
    browser.cookie = None
    await expect("a login that does not ask for it", f"{name} member by ticket", ["ticket"], name)
    await expect("is not remembered", refused, ["cookie"])


asyncio.run(main(json.loads(sys.argv[2])))
