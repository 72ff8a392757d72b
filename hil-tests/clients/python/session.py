"""Sessions of Autobahn|Python over each link and serialization it has."""

import asyncio

from autobahn.asyncio.rawsocket import WampRawSocketClientFactory, WampRawSocketClientProtocol
from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp.cryptosign import CryptosignKey
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import create_transport_serializer
from autobahn.wamp.types import ComponentConfig
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateResponseAccept
from checks import equal, within


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
