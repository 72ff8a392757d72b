// A component of the gateway in JavaScript: shouts back. Joins with what its environment says.
import WebSocket from 'ws';

globalThis.WebSocket ??= WebSocket; // AutobahnJS 26 wants that of browsers and Node 22
const autobahn = (await import('autobahn')).default;

const { JUNCTOR_SOCKET, JUNCTOR_REALM, JUNCTOR_SITE, JUNCTOR_AUTHID, JUNCTOR_TICKET } = process.env;

const connection = new autobahn.Connection({
  transports: [{ type: 'rawsocket', path: JUNCTOR_SOCKET, serializer: new autobahn.serializer.JSONSerializer() }],
  realm: JUNCTOR_REALM,
  authmethods: ['ticket'],
  authid: JUNCTOR_AUTHID,
  onchallenge: () => JUNCTOR_TICKET,
});
connection.onopen = (session) => {
  session.register(`${JUNCTOR_SITE}.shouter.shout`, ([text]) => text.toUpperCase());
};
connection.onclose = (reason, details) => {
  console.error('closed:', reason, details?.message ?? '');
  process.exit(1);
};
connection.open();
