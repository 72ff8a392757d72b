import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Starts the packaged product, as `./junctor` does it; by `./junctor`, which finds a JDK, where nobody has said which.

const LAUNCHER = fileURLToPath(new URL('../../junctor', import.meta.url));
const DIST = process.env.JUNCTOR_DIST ?? fileURLToPath(new URL('../../gateway/app/target/dist', import.meta.url));
const START_MILLIS_MAX = 60_000; // a cold JVM on a busy small machine
const STOP_MILLIS_MAX = 15_000;

function command(words) {
  if (!process.env.JAVA_HOME) return [LAUNCHER, words];
  const options = readFileSync(join(DIST, 'jvm.options'), 'utf8');
  const flags = options.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const java = join(process.env.JAVA_HOME, 'bin', 'java');
  return [java, [...flags, '-cp', join(DIST, 'lib', '*'), 'io.junctor.app.Main', ...words]];
}

/** The stored form of a ticket. */
export function hashTicket(ticket) {
  const { status, stdout, stderr } = spawnSync(...command(['hash-ticket']), { input: `${ticket}\n`, encoding: 'utf8' });
  if (status !== 0) throw new Error(`hash-ticket ended with status ${status}: ${stderr}`);
  return stdout.trim();
}

/** `junctor demo` on a free port; `link` signs in once. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'junctor-demo-'));
  // a demo that a person has running keeps its own state file
  const demo = await Product.start(['demo', '--port', '0'], /Console\s+(http:\S+)/, folder);
  demo.link = demo.matched[1];
  return demo;
}

/** `junctor run` with a configuration; `console` is the address of its page. */
export async function startRun(yaml) {
  const folder = await mkdtemp(join(tmpdir(), 'junctor-run-'));
  const file = join(folder, 'junctor.yaml');
  await writeFile(file, yaml);
  const run = await Product.start(['run', '-c', file], /^ready .*console=(\S+)/m, folder);
  run.console = run.matched[1];
  return run;
}

class Product {
  #process;
  #folder;
  #output = '';

  static async start(words, ready, folder) {
    const product = new Product();
    product.#folder = folder;
    product.#process = spawn(...command(words), {
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.once('exit', () => product.#process.kill('SIGKILL'));
    product.matched = await product.#untilReady(ready);
    return product;
  }

  #untilReady(ready) {
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`the product ${why}; it printed:\n${this.#output}`));
      const timer = setTimeout(() => fail(`was not ready after ${START_MILLIS_MAX} ms`), START_MILLIS_MAX);
      this.#process.stderr.on('data', (data) => (this.#output += data));
      this.#process.stdout.on('data', (data) => {
        this.#output += data;
        const match = ready.exec(this.#output);
        if (match === null) return;
        clearTimeout(timer);
        resolve(match);
      });
      this.#process.once('error', (error) => fail(`did not start: ${error}`));
      this.#process.once('exit', (status) => fail(`ended with status ${status}`));
    });
  }

  /** Everything it has printed, for failures. */
  get output() {
    return this.#output;
  }

  /** Ends it by SIGTERM and returns its exit status; null when it had to be killed. */
  async stop() {
    if (this.#process.exitCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MILLIS_MAX);
      this.#process.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    }
    await rm(this.#folder, { recursive: true, force: true });
    return this.#process.exitCode;
  }
}
