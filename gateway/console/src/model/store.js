import { History } from './history.js';
import { planOf } from './thing-description.js';

/** More Things than this at one gateway are not shown; a board carries dozens. */
export const THINGS_MAX = 500;

/** Messages of members that no description has explained yet, per Thing. */
export const UNEXPLAINED_MAX = 100;

/** Events kept per Thing. */
export const EVENTS_MAX = 30;

/**
 * What the page knows: per Thing its status, its plan (from the description), its properties and latest events.
 *
 * Fed by apply() with every event of the prefix subscriptions. Each fact carries the connection it was heard on
 * (`epoch`), so that after a loss a value counts as current only when the gateway has told it again.
 */
export class Store {
  #things = new Map(); // URI -> Thing
  #onChange;
  #epoch = 0;
  #isConnected = false;
  #clockBehindMillis = 0;

  /** @param {(thing: Thing) => void} onChange called for each Thing that changed */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get isConnected() {
    return this.#isConnected;
  }

  /** The Things that have told their status, by URI. */
  things() {
    return [...this.#things.values()]
      .filter((thing) => thing.status !== null)
      .sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  thing(uri) {
    return this.#things.get(uri);
  }

  /** A session was joined: what was known is old until it is told again. */
  connected() {
    this.#epoch++;
    this.#isConnected = true;
    this.#allChanged();
  }

  disconnected(now) {
    this.#isConnected = false;
    for (const thing of this.#things.values()) this.#endHistories(thing, now);
    this.#allChanged();
  }

  /** Forgets everything, for another person signing in. */
  clear() {
    this.#things.clear();
  }

  /**
   * One event. `<thing>.status` names a Thing; every other topic is a member of the Thing its URI names. An event is late
   * when it had to wait for a line between routers: it belongs where its own time says.
   *
   * @returns {boolean} true when the Thing has (again) become one that should be asked to describe itself
   */
  apply(topic, kwargs, { now, retained, isLate = false, via }) {
    const dot = topic.lastIndexOf('.');
    const thing = this.#thingAt(topic.slice(0, dot));
    if (thing === null) return false;
    if (!retained && !isLate) this.#learnClock(kwargs.time, now);
    const member = topic.slice(dot + 1);
    const isUplinkHere = kwargs.remote !== undefined && via !== thing.uri;
    const wantsDescription = member === 'status' && this.#applyStatus(thing, kwargs, isUplinkHere);
    if (member !== 'status') this.#applyMember(thing, member, kwargs, now, isLate);
    else if (!thing.status.isReachable) this.#endHistories(thing, now);
    this.#onChange(thing);
    return wantsDescription;
  }

  /** A property's facts as a `set` or `get` answered them. */
  report(thing, name, kwargs, now) {
    this.#applyMember(thing, name, kwargs, now);
    this.#onChange(thing);
  }

  described(uri, description, now) {
    const thing = this.#things.get(uri);
    if (!thing) return;
    thing.plan = planOf(description, thing.name);
    thing.describeError = null;
    for (const { member, kwargs, isLate } of thing.unexplained.splice(0)) this.#applyMember(thing, member, kwargs, now, isLate);
    this.#onChange(thing);
  }

  notDescribed(uri, error) {
    const thing = this.#things.get(uri);
    if (!thing) return;
    thing.describeError = error;
    this.#onChange(thing);
  }

  /** How long ago the gateway's clock showed this time, whatever this machine's clock says. */
  ageMillis(iso, now) {
    return Math.max(0, now - this.#clockBehindMillis - Date.parse(iso));
  }

  /**
   * What may be shown of a Thing: {value: 'online' | 'degraded' | 'offline' | 'lost' | 'unknown', reason, isReachable};
   * isReachable: it can be asked and told something.
   */
  statusOf(thing) {
    if (!this.#isConnected) return { value: 'lost', reason: 'Connection lost', isReachable: false };
    const { value, reason, epoch, isReachable } = thing.status;
    if (epoch !== this.#epoch) return { value: 'unknown', reason: 'Not reported since reconnecting', isReachable: false };
    return { value, reason, isReachable: isReachable && value !== 'unknown' };
  }

  /**
   * What may be believed of a property: {value, quality, reason, cause, property}; quality `good` means: as told just
   * now. `cause` is what spoils it: the `connection`, the `thing` (both are told elsewhere) or the `property` itself.
   */
  factOf(thing, name) {
    const property = thing.properties.get(name);
    const status = this.statusOf(thing);
    const fact = (cause, quality, reason) => ({ value: property?.value ?? null, quality, reason, cause, property });
    if (status.value === 'lost') return fact('connection', 'lost', status.reason);
    if (!status.isReachable) return fact('thing', 'stale', status.reason);
    if (!property) return fact('property', 'unknown', 'No value yet');
    if (property.epoch !== this.#epoch) return fact('property', 'stale', 'not reported since reconnecting');
    if (property.quality !== 'good') return fact('property', property.quality, property.reason);
    return property.value === null ? fact('property', 'unknown', 'No value yet') : fact(null, 'good', null);
  }

  #thingAt(uri) {
    let thing = this.#things.get(uri);
    if (thing) return thing;
    if (this.#things.size >= THINGS_MAX) return null;
    thing = {
      uri,
      name: uri.slice(uri.lastIndexOf('.') + 1),
      status: null,
      plan: null,
      describeError: null,
      properties: new Map(), // name -> property
      events: [], // newest first
      unexplained: [], // {member, kwargs} heard before the description
    };
    this.#things.set(uri, thing);
    return thing;
  }

  #applyStatus(thing, { value, reason, time }, isUplinkHere) {
    const before = thing.status;
    const known = STATUSES.has(value) ? value : 'unknown';
    // an uplink whose line is down says so itself: it can still be asked, and told to mend it
    const isReachable = known !== 'offline' || isUplinkHere;
    thing.status = { value: known, reason: reason ?? '', time, epoch: this.#epoch, isReachable };
    const isNews = before === null || !before.isReachable || before.epoch !== this.#epoch;
    return isReachable && (isNews || thing.plan === null);
  }

  #applyMember(thing, member, kwargs, now, isLate = false) {
    if (thing.plan === null) {
      thing.unexplained.push({ member, kwargs, isLate });
      if (thing.unexplained.length > UNEXPLAINED_MAX) thing.unexplained.shift();
    } else if (thing.plan.events.some((event) => event.name === member)) {
      this.#applyEvent(thing, member, kwargs, now, isLate);
    } else {
      const plan = thing.plan.properties.find((property) => property.name === member);
      if (plan) this.#applyProperty(thing, plan, kwargs, now, isLate);
    }
  }

  #applyEvent(thing, name, { time, ...data }, now, isLate) {
    // a retained alarm comes again with every reconnect
    if (time !== undefined && thing.events.some((event) => event.name === name && event.time === time)) return;
    thing.events.unshift({ name, time: time ?? new Date(now).toISOString(), data, isLate });
    thing.events.sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
    thing.events.length = Math.min(thing.events.length, EVENTS_MAX);
  }

  #applyProperty(thing, plan, kwargs, now, isLate) {
    const before = thing.properties.get(plan.name);
    if (before && before.epoch === this.#epoch && isOlder(kwargs, before)) return;
    const history = before?.history ?? (plan.type === 'number' || plan.type === 'integer' ? new History() : null);
    const property = {
      value: kwargs.value ?? null,
      time: kwargs.time,
      quality: QUALITIES.has(kwargs.quality) ? kwargs.quality : 'good',
      reason: kwargs.reason ?? '',
      seq: kwargs.seq,
      desired: kwargs.desired ?? null,
      pending: kwargs.pending ?? null,
      epoch: this.#epoch,
      history,
    };
    const number = property.quality === 'good' && typeof property.value === 'number' ? property.value : null;
    if (isLate) history?.addLate(now - this.ageMillis(kwargs.time, now), number);
    else history?.add(now, number);
    thing.properties.set(plan.name, property);
  }

  /** A board without a battery-backed clock may live in another year; ages are measured by its own clock. */
  #learnClock(time, now) {
    const at = Date.parse(time);
    if (!Number.isNaN(at)) this.#clockBehindMillis = now - at;
  }

  /** From now on nothing is known of its values. */
  #endHistories(thing, now) {
    for (const property of thing.properties.values()) property.history?.add(now, null);
  }

  #allChanged() {
    for (const thing of this.#things.values()) this.#onChange(thing);
  }
}

const STATUSES = new Set(['online', 'degraded', 'offline']);
const QUALITIES = new Set(['good', 'stale', 'failed']);

/** An answer and an event may overtake each other; seq grows while a worker runs, a new worker has a later time. */
function isOlder(kwargs, before) {
  if (typeof kwargs.seq !== 'number' || typeof before.seq !== 'number' || kwargs.seq >= before.seq) return false;
  return !(Date.parse(kwargs.time) > Date.parse(before.time));
}
