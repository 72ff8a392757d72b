/** Message type codes of WAMP, those a console needs. https://wamp-proto.org/wamp_latest_ietf.html#name-message-codes */
export const HELLO = 1;
export const WELCOME = 2;
export const ABORT = 3;
export const CHALLENGE = 4;
export const AUTHENTICATE = 5;
export const GOODBYE = 6;
export const ERROR = 8;
export const SUBSCRIBE = 32;
export const SUBSCRIBED = 33;
export const EVENT = 36;
export const CALL = 48;
export const CANCEL = 49;
export const RESULT = 50;

/** An ERROR answer: its URI, arguments and keyword arguments; the message is the first argument when that is text. */
export class WampError extends Error {
  constructor(uri, args = [], kwargs = {}) {
    super(typeof args[0] === 'string' ? args[0] : uri);
    this.name = 'WampError';
    this.uri = uri;
    this.args = args;
    this.kwargs = kwargs;
  }
}

/** The reply this console makes up itself when the connection ends before the router answered. */
export const CONNECTION_LOST = 'junctor.error.connection_lost';

const REFUSAL =
  /^wamp\.error\.(not_authorized|cannot_authenticate|no_such_(realm|role|principal)|no_matching_auth_method|authentication_\w+|authorization_\w+)$/;

/** True when an ABORT with this URI means: other credentials are needed, trying again is pointless. */
export function isRefusal(uri) {
  return REFUSAL.test(uri);
}
