const KEY = 'junctor.access';

/** Says that this browser is to try its cookie, which no script can see. */
const STAY_KEY = 'junctor.stay';

/** A gateway on the same network answers a small file at once. */
const ANSWER_MILLIS = 8_000;

/** {realm, prefixes, title, version, remembers} of the gateway this page came from. */
export async function fetchConfig() {
  const response = await fetch('/console.json', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MILLIS) });
  if (!response.ok) throw new Error(`/console.json: ${response.status} ${response.statusText}`);
  const { realm, prefixes, title, version, remembers } = await response.json();
  if (typeof realm !== 'string' || !Array.isArray(prefixes) || prefixes.length === 0) {
    throw new Error('/console.json names no realm or no prefix');
  }
  return { realm, prefixes, title: title ?? 'Junctor', version: version ?? '', remembers: remembers === true };
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

/**
 * What lets this tab join again after a reload. It ends with the tab, unless the person wants to stay signed in: then
 * the cookie is what lets the browser in, and no ticket is kept.
 */
export const saved = {
  load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      return kept ?? (localStorage.getItem(STAY_KEY) === null ? null : { stay: true });
    } catch {
      return null;
    }
  },
  store({ ticket, ...others }) {
    sessionStorage.setItem(KEY, JSON.stringify(others.stay ? others : { ...others, ticket }));
    if (others.stay) localStorage.setItem(STAY_KEY, '1');
  },
  clear() {
    sessionStorage.removeItem(KEY);
    localStorage.removeItem(STAY_KEY);
  },
};
