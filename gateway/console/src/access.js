const KEY = 'junctor.access';

/** A gateway on the same network answers a small file at once. */
const ANSWER_MILLIS = 8_000;

/** {realm, prefixes, title, version} of the gateway this page came from. */
export async function fetchConfig() {
  const response = await fetch('/console.json', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MILLIS) });
  if (!response.ok) throw new Error(`/console.json: ${response.status} ${response.statusText}`);
  const { realm, prefixes, title, version } = await response.json();
  if (typeof realm !== 'string' || !Array.isArray(prefixes) || prefixes.length === 0) {
    throw new Error('/console.json names no realm or no prefix');
  }
  return { realm, prefixes, title: title ?? 'Junctor', version: version ?? '' };
}

/** Takes the one-time token out of `#token=...`, so that it stays neither in the address bar nor in the history. */
export function takeToken(location, history) {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/** Trades a one-time token for {authid, ticket, realm}. Rejects with a message for people. */
export async function redeem(token) {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(ANSWER_MILLIS),
  });
  if (response.ok) return response.json();
  if (response.status >= 500) throw new Error(`The gateway could not check the sign-in link (${response.status}).`);
  throw new Error('This sign-in link is not valid any more. Ask the gateway for a new one, or sign in by name.');
}

/** What lets this tab join again after a reload; ends with the tab. */
export const saved = {
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null;
    }
  },
  store(credentials) {
    sessionStorage.setItem(KEY, JSON.stringify(credentials));
  },
  clear() {
    sessionStorage.removeItem(KEY);
  },
};
