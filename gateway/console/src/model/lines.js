/** How long a line that is back is told of, after the last that came late. */
export const BACK_MILLIS = 15_000;

/** Lines a page tells of at once; a cloud with more gateways than that down has another trouble. */
const LINES_MAX = 20;

/**
 * The lines to other routers, as the strip at the top tells of them while they are down and shortly after.
 *
 * Nothing is asked of anybody. An uplink's own status has `remote` (where the line leads) and is heard on its side while
 * the line is down; on the other side each Thing that cannot be reached any more is reported offline with `line`, the
 * uplink's URI (and its own status, when it comes, tells what was). Events that had to wait for the line are late, and carry numbers, so that a gap shows.
 *
 * A line: {uri, side: 'here' | 'there', state: 'down' | 'back', reason, since, remote, backlog, waited, things, late,
 * isMissing, heardAt}; `late` counts what came late, `waited` is the most that was waiting.
 */
export class Lines {
  #lines = new Map(); // uplink's URI -> line
  #lastSeq = new Map(); // store -> number of the newest event heard

  /** The lines to tell of. */
  shown(now) {
    return [...this.#lines.values()].filter((line) => isShown(line, now));
  }

  /** Forgets everything: another person, or a new connection that tells it all again. */
  clear() {
    this.#lines.clear();
    this.#lastSeq.clear();
  }

  /** A Thing told its status; `via` is the uplink that the message crossed last. */
  onStatus(uri, kwargs, { now, retained, via }) {
    const line = kwargs.line ?? (kwargs.remote !== undefined && via === uri ? uri : undefined);
    if (kwargs.value === 'offline' && line !== undefined) this.#onBehind(line, uri, now, retained);
    else if (kwargs.remote !== undefined) this.#onOwn(uri, kwargs, now);
  }

  /** An event that a store kept until its line was up; `record` is its number there. */
  onRecord({ store, seq }, { now, via, isLate }) {
    const last = this.#lastSeq.get(store);
    if (last !== undefined && seq <= last) return; // sent again
    this.#lastSeq.set(store, seq);
    const line = this.#lines.get(via);
    if (!line || !isLate) return;
    line.late++;
    line.heardAt = now;
    if (last === undefined || seq !== last + 1) line.isMissing = true; // or not ours to see: nothing is claimed then
  }

  #onOwn(uri, kwargs, now) {
    const line = this.#lines.get(uri);
    const backlog = kwargs.backlog ?? 0;
    if (kwargs.value === 'offline') {
      const down = line?.state === 'down' && line.side === 'here' ? line : this.#begin(uri, 'here', kwargs.since, now);
      Object.assign(down, { reason: kwargs.reason ?? '', remote: kwargs.remote, backlog, waited: Math.max(down.waited, backlog) });
    } else if (line) {
      if (line.state === 'down') Object.assign(line, { state: 'back', heardAt: now });
      if (backlog !== line.backlog) line.heardAt = now;
      line.backlog = backlog;
    }
  }

  #onBehind(uri, thing, now, retained) {
    let line = this.#lines.get(uri);
    if (line?.state !== 'down') line = this.#begin(uri, 'there', retained ? null : new Date(now).toISOString(), now);
    if (thing !== uri) line.things.add(thing);
  }

  #begin(uri, side, since, now) {
    const line = {
      uri,
      side,
      state: 'down',
      reason: '',
      since,
      remote: null,
      backlog: 0,
      waited: 0,
      things: new Set(),
      late: 0,
      isMissing: false,
      heardAt: now,
    };
    this.#lines.set(uri, line);
    if (this.#lines.size > LINES_MAX) this.#lines.delete(this.#lines.keys().next().value);
    return line;
  }
}

function isShown(line, now) {
  return line.state === 'down' || line.backlog > 0 || now - line.heardAt < BACK_MILLIS;
}

/**
 * What a strip says.
 *
 * @param {(iso: string) => number} ageMillis how long ago the gateway's clock showed a time
 * @returns {{heading: string, text: string}}
 */
export function lineText(line, ageText, ageMillis) {
  const site = line.uri.slice(0, line.uri.lastIndexOf('.'));
  const since = line.since ? ` for ${ageText(ageMillis(line.since))}` : '';
  if (line.state === 'down') return line.side === 'here' ? downHere(line, since) : downThere(line, site, since);
  return line.side === 'here' ? backHere(line) : backThere(line, site);
}

function downHere({ reason, backlog, waited }, since) {
  const why = reason ? `, ${reason}` : '';
  const waits = backlog === 1 ? 'One event waits' : `${backlog} events wait`;
  const rest = backlog > 0 || waited > 0 ? `${waits} on disk and will leave when it is back.` : 'Nothing waits for it yet.';
  return { heading: 'The line is down', text: `${since.trimStart()}${why}. ${rest}` };
}

function downThere({ things }, site, since) {
  const devices = things.size === 1 ? 'One device' : `${things.size} devices`;
  const text = `${devices} behind it cannot be reached. What is kept there meanwhile comes when it is back.`;
  return { heading: `The line to ${site} is down`, text: `${since.trimStart()}${since ? '. ' : ''}${text}` };
}

function backHere({ backlog, waited }) {
  if (waited === 0) return { heading: 'The line is back.', text: '' };
  const all = waited === 1 ? 'The event that waited' : `All ${waited} events that waited`;
  const text = backlog > 0 ? `${backlog} of the events that waited are still to leave.` : `${all} arrived.`;
  return { heading: 'The line is back.', text };
}

function backThere({ backlog, late, isMissing }, site) {
  const heading = `The line to ${site} is back.`;
  if (late === 0 && backlog === 0) return { heading, text: '' };
  const came = late === 1 ? 'One event of the meantime has come' : `${late} events of the meantime have come`;
  if (backlog > 0) return { heading, text: `${came}, ${backlog} to come.` };
  return { heading, text: isMissing ? `${came}.` : `${came}, none is missing.` };
}
