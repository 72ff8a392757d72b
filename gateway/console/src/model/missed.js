/** How long the page tells of what it missed, after the last time. */
export const TOLD_MILLIS = 15_000;

/** What was dropped may have been the newest of its topic; asking again too often would keep the page slow. */
export const ASK_AGAIN_MILLIS = 10_000;

/**
 * What the gateway left out because this page, or its network, did not keep up. It says so in the next event: `_conflated`
 * older values of that topic were replaced by this one, `_dropped` events of any topic went.
 */
export class Missed {
  #replaced = 0;
  #dropped = 0;
  #heardAt = -Infinity;
  #askedAt = -Infinity;

  /** Forgets everything: another person, or a new connection. */
  clear() {
    this.#replaced = this.#dropped = 0;
    this.#heardAt = this.#askedAt = -Infinity;
  }

  /** @returns {boolean} true when the present state has to be asked for: what is shown may be old */
  onEvent({ _conflated, _dropped }, now) {
    const replaced = countOf(_conflated);
    const dropped = countOf(_dropped);
    if (replaced + dropped === 0) return false;
    if (this.shown(now) === null) this.#replaced = this.#dropped = 0;
    this.#replaced += replaced;
    this.#dropped += dropped;
    this.#heardAt = now;
    if (dropped === 0 || now - this.#askedAt < ASK_AGAIN_MILLIS) return false;
    this.#askedAt = now;
    return true;
  }

  /** @returns {{replaced: number, dropped: number} | null} what to tell, null for nothing */
  shown(now) {
    return now - this.#heardAt < TOLD_MILLIS ? { replaced: this.#replaced, dropped: this.#dropped } : null;
  }
}

function countOf(detail) {
  return Number.isSafeInteger(detail) && detail > 0 ? detail : 0;
}

/** What the notice says. */
export function missedText({ replaced, dropped }) {
  const count = replaced + dropped;
  const changes = count === 1 ? 'One change was' : `${count} changes were`;
  const now = dropped > 0 ? 'The present state was asked for again.' : 'What is shown is the newest.';
  return { heading: 'This page could not keep up.', text: `${changes} left out. ${now}` };
}
