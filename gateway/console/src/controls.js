import { ActionRun } from './control/action.js';
import { KnobGesture } from './control/knob-gesture.js';
import { Setter } from './control/setter.js';

/** A Thing has tens of describing bytes per member; a worker that does not answer by then is asked again later. */
const DESCRIBE_MILLIS = 10_000;

/**
 * The commands of the page: one Setter per writable property, one ActionRun per action, one gesture per knob; and what
 * they call.
 */
export class Controls {
  #o;
  #setters = new Map(); // procedure URI -> Setter
  #runs = new Map(); // procedure URI -> ActionRun
  #gestures = new Map(); // property URI -> KnobGesture

  /** @param {object} o session() -> WampSession or null, store, clock, onChange(thing) */
  constructor(o) {
    this.#o = o;
  }

  setter(thing, plan) {
    const uri = `${thing.uri}.${plan.name}.set`;
    return this.#at(this.#setters, uri, () => {
      return new Setter({
        clock: this.#o.clock,
        call: (value, { onProgress }) => this.#call(uri, { args: [value], onProgress }),
        onReport: (kwargs) => this.#report(thing, plan.name, kwargs),
        onChange: () => this.#o.onChange(thing),
      });
    });
  }

  run(thing, action) {
    const uri = `${thing.uri}.${action.name}`;
    return this.#at(this.#runs, uri, () => {
      return new ActionRun({
        call: (input, { onProgress }) => this.#call(uri, { kwargs: input ?? {}, onProgress }),
        onChange: () => this.#o.onChange(thing),
      });
    });
  }

  gesture(thing, plan) {
    return this.#at(this.#gestures, `${thing.uri}.${plan.name}`, () => {
      return new KnobGesture({
        clock: this.#o.clock,
        onValue: (value) => this.setter(thing, plan).set(value),
        onChange: () => this.#o.onChange(thing),
      });
    });
  }

  describe(thing) {
    return this.#call(`${thing.uri}.describe`, { timeoutMillis: DESCRIBE_MILLIS }).result.then(({ args }) => args[0]);
  }

  /** The connection is gone. Nothing is kept for later: a command that waited would move a machine nobody looks at. */
  reset() {
    for (const gesture of this.#gestures.values()) gesture.cancel();
    for (const control of [...this.#setters.values(), ...this.#runs.values()]) control.reset();
  }

  /** Another person signs in: also what went wrong is forgotten. */
  clear() {
    this.reset();
    for (const map of [this.#setters, this.#runs, this.#gestures]) map.clear();
  }

  #call(uri, options) {
    const session = this.#o.session();
    if (session) return session.call(uri, options);
    return { result: Promise.reject(new Error('Not connected.')), cancel() {} };
  }

  #report(thing, name, kwargs) {
    if ('value' in kwargs) this.#o.store.report(thing, name, kwargs, this.#o.clock.now());
  }

  #at(map, uri, create) {
    if (!map.has(uri)) map.set(uri, create());
    return map.get(uri);
  }
}
