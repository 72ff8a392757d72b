import { createRequire } from 'node:module';

// wampy for pages: its own file for browsers exports nothing, so its modules are put into one script that sets
// window.Wampy. WAMPY names the folder where it is installed.

const { buildSync } = createRequire(new URL('../../gateway/console/package.json', import.meta.url))('esbuild');

export const wampyScript = buildSync({
  stdin: { contents: "import { Wampy } from 'wampy'; window.Wampy = Wampy;", resolveDir: process.env.WAMPY },
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'browser',
}).outputFiles[0].text;
