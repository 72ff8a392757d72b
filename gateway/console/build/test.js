// Runs the unit tests; with a prose report, which Node 18 already has.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../test/unit');

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => join(FOLDER, name));
if (files.length === 0) throw new Error(`no tests in ${FOLDER}`);
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' });
process.exit(status ?? 1);
