/** What a sparkline looks back on. */
export const SPAN_MILLIS = 10 * 60_000;

/** Finer than a pixel of a sparkline is of no use: 10 minutes in 300 steps. */
const SAMPLES_MAX = 300;
const STEP_MILLIS = SPAN_MILLIS / SAMPLES_MAX;

/** The last minutes of one number, kept in the browser only. A gap stands where the value was unknown or not good. */
export class History {
  #samples = []; // {at, value}, value null at the start of a gap; oldest first

  get samples() {
    return this.#samples;
  }

  add(at, value) {
    const last = this.#samples.at(-1);
    if (value === null && (last === undefined || last.value === null)) return;
    if (last && last.value !== null && value !== null && at - last.at < STEP_MILLIS) last.value = value;
    else this.#samples.push({ at, value });
    this.#forget(at);
  }

  /**
   * A value that was told late, by the time it was measured. They come in their order and without a gap, so nothing was
   * unknown before it: where the line was down the gap closes.
   */
  addLate(at, value) {
    const last = this.#samples.at(-1);
    if (Number.isNaN(at) || last === undefined || at >= last.at) {
      if (last?.value === null && value !== null) this.#samples.pop();
      return Number.isNaN(at) ? undefined : this.add(at, value);
    }
    let next = this.#samples.findIndex((sample) => sample.at > at);
    if (this.#samples[next - 1]?.value === null) this.#samples.splice(--next, 1);
    const before = this.#samples[next - 1];
    if (before && before.value !== null && value !== null && at - before.at < STEP_MILLIS) before.value = value;
    else this.#samples.splice(next, 0, { at, value });
    this.#forget(last.at);
  }

  #forget(now) {
    // one sample older than the span stays: the value was that at the left edge
    let first = 0;
    while (first + 1 < this.#samples.length && this.#samples[first + 1].at <= now - SPAN_MILLIS) first++;
    first = Math.max(first, this.#samples.length - 2 * SAMPLES_MAX);
    if (first > 0) this.#samples.splice(0, first);
  }

  /**
   * The SVG path of the last minutes in a box: time to the right up to now, the range upwards, a step per change.
   *
   * @param {{now: number, width: number, height: number, minimum?: number, maximum?: number}} box
   * @returns {string} empty while there is nothing to draw
   */
  path({ now, width, height, minimum, maximum }) {
    const values = this.#samples.filter((sample) => sample.value !== null).map((sample) => sample.value);
    if (values.length === 0) return '';
    const start = Math.max(this.#samples[0].at, now - SPAN_MILLIS);
    const spanMillis = Math.max(now - start, 30_000); // a young line grows from the right instead of being stretched
    const [low, high] = range(values, minimum, maximum);
    const x = (at) => round(width - ((now - Math.max(at, start)) / spanMillis) * width);
    const y = (value) => round(height - ((Math.min(Math.max(value, low), high) - low) / (high - low)) * height);
    let path = '';
    let isDrawing = false;
    for (const { at, value } of this.#samples) {
      if (value === null) {
        if (isDrawing) path += `H${x(at)}`;
        isDrawing = false;
      } else {
        path += isDrawing ? `H${x(at)}V${y(value)}` : `M${x(at)} ${y(value)}`;
        isDrawing = true;
      }
    }
    return isDrawing ? `${path}H${round(width)}` : path;
  }
}

/** The declared range, else that of the values with some air, so that noise does not look like a mountain. */
function range(values, minimum, maximum) {
  if (minimum !== undefined && minimum !== null && maximum !== undefined && maximum !== null) return [minimum, maximum];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = Math.max((high - low) * 0.1, Math.abs(high) * 0.01, 0.5);
  return [low - air, high + air];
}

function round(value) {
  return Math.round(value * 10) / 10;
}
