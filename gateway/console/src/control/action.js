import { isSilent } from './setter.js';

/**
 * One action of a Thing: runs once at a time, shows its progress, can be cancelled.
 *
 * A second run while one is open is refused by the page (its buttons are disabled), because an action, unlike a
 * property, must not be started twice by a nervous finger.
 */
export class ActionRun {
  #o;
  #handle = null;

  /** @param {object} o call(input, {onProgress}) -> {result, cancel}, onChange() */
  constructor(o) {
    this.#o = o;
    this.input = null;
    this.progress = null;
    this.result = null;
    this.error = null;
  }

  get isRunning() {
    return this.#handle !== null;
  }

  run(input) {
    if (this.isRunning) return;
    Object.assign(this, { input, progress: null, result: null, error: null });
    const handle = this.#o.call(input, {
      onProgress: ({ args, kwargs }) => {
        if (this.#handle !== handle) return;
        this.progress = outcome(args, kwargs);
        this.#o.onChange();
      },
    });
    this.#handle = handle;
    handle.result.then(
      ({ args, kwargs }) => this.#end(handle, outcome(args, kwargs), null),
      (error) => this.#end(handle, null, error),
    );
    this.#o.onChange();
  }

  cancel() {
    this.#handle?.cancel();
  }

  /** The connection is gone; what the device did meanwhile shows in its properties. */
  reset() {
    this.#handle = null;
    this.progress = null;
    this.#o.onChange();
  }

  dismiss() {
    this.result = null;
    this.error = null;
    this.#o.onChange();
  }

  #end(handle, result, error) {
    if (this.#handle !== handle) return;
    this.#handle = null;
    this.progress = null;
    this.result = result;
    this.error = error !== null && !isSilent(error) ? error : null;
    this.#o.onChange();
  }
}

/** Keyword arguments when there are any, else the first positional argument under the name `result`. */
function outcome(args, kwargs) {
  if (Object.keys(kwargs).length > 0) return kwargs;
  return args.length > 0 && args[0] !== null ? { result: args[0] } : {};
}
