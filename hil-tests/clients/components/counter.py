"""A component of the gateway in Python: counts, and can be told to die. Joins with what its environment says."""

import asyncio
import os

import txaio
from autobahn.asyncio.rawsocket import WampRawSocketClientFactory, WampRawSocketClientProtocol
from autobahn.asyncio.wamp import ApplicationSession
from autobahn.wamp.types import ComponentConfig


class Counter(ApplicationSession):
    def __init__(self):
        super().__init__(ComponentConfig(realm=os.environ["JUNCTOR_REALM"]))
        self.count = 0

    def onConnect(self):
        self.join(self.config.realm, ["ticket"], os.environ["JUNCTOR_AUTHID"])

    def onChallenge(self, challenge):
        return os.environ["JUNCTOR_TICKET"]

    async def onJoin(self, details):
        prefix = os.environ["JUNCTOR_SITE"] + ".counter."
        await self.register(self.next, prefix + "next")
        await self.register(lambda: os._exit(7), prefix + "die")
        await self.register(lambda: details.authid + " " + details.authrole, prefix + "who")
        print("the counter is there", flush=True)

    def next(self):
        self.count += 1
        return self.count

    def onDisconnect(self):
        asyncio.get_event_loop().stop()


class Protocol(WampRawSocketClientProtocol):
    # Autobahn 22.7 keeps this under another name on asyncio's RawSocket, and then fails on WELCOME for want of it
    @property
    def transport_details(self):
        return self._transport_details


async def main():
    factory = WampRawSocketClientFactory(Counter)
    factory.protocol = Protocol
    await asyncio.get_running_loop().create_unix_connection(factory, os.environ["JUNCTOR_SOCKET"])


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
txaio.config.loop = loop
loop.run_until_complete(main())
loop.run_forever()
