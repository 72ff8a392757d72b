"""Joins with Autobahn|Python by each of the methods that a case names, and reports what came of it.

Usage: join.py check '{"websocket": url, "unix": path, "tls": port, "realm": name, "cases": [case]}' with a case of
{check, link: websocket|unix|TLSv1.2|TLSv1.3, method, authid, secret, binding: type of channel binding, forged: true to
sign for another channel, expect: role or error URI}; the secret is the seed in hexadecimal digits for cryptosign, and
null for methods without one. `join.py probe` prints whether SCRAM is possible.
"""

import asyncio
import json
import ssl
import sys

from autobahn.asyncio.rawsocket import WampRawSocketClientFactory, WampRawSocketClientProtocol
from autobahn.asyncio.wamp import Session
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp import auth
from autobahn.wamp.serializer import create_transport_serializer
from autobahn.wamp.types import ComponentConfig

PATIENCE_SECONDS = 20
SECRETS = {"ticket": "ticket", "wampcra": "secret", "scram": "password", "cryptosign": "privkey"}


def report(check, ok, detail=""):
    print(json.dumps({"check": check, "ok": ok, "detail": str(detail)}), flush=True)


class RawSocketProtocol(WampRawSocketClientProtocol):
    # Autobahn 22.7 keeps this under another name on asyncio's RawSocket, and then fails on WELCOME for want of it
    @property
    def transport_details(self):
        return self._transport_details


def session_for(config, case, outcome):
    method = case["method"]

    class Joining(Session):
        def on_connect(self):
            if not self._authenticators:
                self.join(config["realm"], authmethods=[method], authid=case["authid"])

        def on_join(self, details):
            outcome.set_result(f"{details.authrole} by {details.authmethod}")
            self.leave()

        def on_leave(self, details):
            if not outcome.done():
                outcome.set_result(details.reason)
            self.disconnect()

        def on_disconnect(self):
            if not outcome.done():
                outcome.set_result("transport.lost")

        def onOpen(self, transport):
            if case.get("forged"):
                ids = transport.transport_details.channel_id
                ids["tls-unique"] = bytes([ids["tls-unique"][0] ^ 1]) + ids["tls-unique"][1:]
            super().onOpen(transport)

    session = Joining(config=ComponentConfig(realm=config["realm"]))
    if method in SECRETS:
        given = {"authid": case["authid"], SECRETS[method]: case["secret"]}
        if case.get("binding"):
            given["authextra"] = {"channel_binding": case["binding"]}
        session.add_authenticator(auth.create_authenticator(method, **given))
    return session


def context(version):
    of = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    of.check_hostname = False  # who the gateway is is not what these cases are about
    of.verify_mode = ssl.CERT_NONE
    of.minimum_version = of.maximum_version = ssl.TLSVersion[version.replace(".", "_")]
    return of


async def join(config, case):
    loop = asyncio.get_running_loop()
    outcome = loop.create_future()
    serializer = create_transport_serializer("json")
    if case["link"] == "unix":
        factory = WampRawSocketClientFactory(lambda: session_for(config, case, outcome), serializer=serializer)
        factory.protocol = RawSocketProtocol
        await loop.create_unix_connection(factory, config["unix"])
    elif case["link"].startswith("TLS"):
        factory = WampRawSocketClientFactory(lambda: session_for(config, case, outcome), serializer=serializer)
        factory.protocol = RawSocketProtocol
        await loop.create_connection(factory, "127.0.0.1", int(config["tls"]), ssl=context(case["link"]))
    else:
        factory = WampWebSocketClientFactory(
            lambda: session_for(config, case, outcome), url=config["websocket"], serializers=[serializer]
        )
        await loop.create_connection(factory, factory.host, factory.port)
    return await asyncio.wait_for(outcome, PATIENCE_SECONDS)


async def main(config):
    for case in config["cases"]:
        try:
            outcome = await join(config, case)
            report(case["check"], outcome == case["expect"], f"expected {case['expect']}, got {outcome}")
        except Exception as e:  # whatever the library raises is the finding
            report(case["check"], False, repr(e))


if sys.argv[1] == "probe":
    print(json.dumps({"scram": bool(auth.HAS_ARGON)}), flush=True)
else:
    asyncio.run(main(json.loads(sys.argv[2])))
