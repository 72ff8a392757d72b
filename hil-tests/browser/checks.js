// Reports each check as the line that io.junctor.hil.harness.ReportedCheck reads.

const CHECK_MILLIS_MAX = 60_000;

const LOG_TAIL_LINES = 30;

/**
 * Runs named checks in their order; one that fails does not keep the next from being tried.
 *
 * @param {() => string} log what the product has printed, for failures
 */
export async function report(checks, log) {
  for (const [name, check] of Object.entries(checks)) {
    const started = Date.now();
    try {
      await limited(check());
      console.log(`CHECK ${name} ok ${Date.now() - started} ms`);
    } catch (error) {
      const tail = log().trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
      const detail = `${error?.stack ?? error}\nthe product's log ends:\n${tail}`;
      console.log(`CHECK ${name} fail ${detail.replace(/\s*\n\s*/g, ' | ')}`);
    }
  }
}

function limited(promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${CHECK_MILLIS_MAX} ms`)), CHECK_MILLIS_MAX);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
