#!/bin/sh
# What Maven calls: build | test | browser. Installs the pinned packages when package-lock.json changed.
set -eu
cd "$(dirname "$0")/.."

for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "The browser console is built with Node.js 18 or newer, and there is no '$tool' here." >&2
    echo "Run ./junctor, which installs it, or install it yourself (Debian: apt install nodejs npm)." >&2
    exit 1
  fi
done
if ! node -e 'process.exit(parseInt(process.versions.node, 10) >= 18 ? 0 : 1)'; then
  echo "The browser console is built with Node.js 18 or newer; this is $(node --version)." >&2
  exit 1
fi

# npm copies the lock file's state into node_modules; ours is the proof that an installation was finished
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
  cp package-lock.json node_modules/.installed
fi

case "$1" in
  build) exec node build/bundle.js ;;
  test) exec node build/test.js ;;
  browser) node build/bundle.js && exec node --test --test-reporter=spec test/browser/console.browser.js ;;
  *) echo "console.sh: got '$1', wanted build, test or browser" >&2; exit 2 ;;
esac
