// Builds what the gateway serves: one script, one style sheet, one icon, one page, and the notices of what is inside.
// Does nothing when no input changed (stamp in the output's parent), so that Maven may call it at every build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(ROOT, 'target/classes/META-INF/resources/console');
const STAMP = join(ROOT, 'target/console.stamp');

/** What a page on a phone in a cellar may weigh; the build fails above. */
const GZIP_BYTES_MAX = 80 * 1024;

const inputs = [...filesUnder(join(ROOT, 'src')), join(ROOT, 'build/bundle.js'), join(ROOT, 'package-lock.json')].sort();
const stamp = hashOf(...inputs.flatMap((file) => [relative(ROOT, file), readFileSync(file)]));
if (existsSync(join(OUT, 'index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) {
  console.log('console: up to date');
} else {
  await build();
  writeFileSync(STAMP, stamp);
}

async function build() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(join(OUT, 'assets'), { recursive: true });
  const { build: esbuild } = await import('esbuild');
  const options = { bundle: true, minify: true, write: false, metafile: true, legalComments: 'none', charset: 'utf8' };
  const target = ['chrome109', 'firefox115', 'safari16.4'];
  const script = await esbuild({ ...options, target, format: 'esm', entryPoints: [join(ROOT, 'src/main.js')] });
  const style = await esbuild({ ...options, target, entryPoints: [join(ROOT, 'src/style.css')] });

  const page = readFileSync(join(ROOT, 'src/index.html'), 'utf8')
    .replace('{{script}}', asset('console', 'js', script.outputFiles[0].contents))
    .replace('{{style}}', asset('console', 'css', style.outputFiles[0].contents))
    .replace('{{icon}}', asset('icon', 'svg', readFileSync(join(ROOT, 'src/icon.svg'))));
  put('index.html', Buffer.from(page));
  put('NOTICE.txt', Buffer.from(notices(script.metafile)));
  // a class path cannot be listed, so the gateway is told what there is
  put('files.txt', Buffer.from(filesUnder(OUT).map((file) => `${relative(OUT, file)}\n`).join('')));
  report();
}

/** Names an asset after its content, so that it may be cached for ever. */
function asset(name, extension, contents) {
  const path = `assets/${name}-${hashOf(contents).slice(0, 10)}.${extension}`;
  put(path, contents);
  return path;
}

/** Each file also compressed, so that a small board need not do it for every visitor. */
function put(path, contents) {
  writeFileSync(join(OUT, path), contents);
  writeFileSync(join(OUT, `${path}.gz`), gzipSync(contents, { level: 9 }));
}

/** The licence texts of the packages that are in the script. */
function notices(metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name) packages.add(name);
  }
  const texts = [...packages].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version}: no licence text in the package`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  const own = 'Junctor console\nLicensed under the Apache License, Version 2.0.\n\nThis console contains:\n';
  return [own, ...texts].join('\n----------------------------------------\n\n');
}

function report() {
  let total = 0;
  for (const file of filesUnder(OUT).filter((path) => path.endsWith('.gz') && !path.includes('NOTICE'))) {
    const bytes = readFileSync(file).length;
    total += bytes;
    console.log(`console: ${relative(OUT, file).slice(0, -3)} ${(bytes / 1024).toFixed(1)} KB gzipped`);
  }
  console.log(`console: ${(total / 1024).toFixed(1)} KB gzipped in all`);
  if (total > GZIP_BYTES_MAX) throw new Error(`the console weighs ${total} bytes gzipped, at most ${GZIP_BYTES_MAX} wanted`);
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
