import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Drives a console in a real browser, whatever gateway serves it; the tests of the whole product use it too.

const CHROMIUMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser found on this machine, or null. */
export function chromiumPath() {
  return CHROMIUMS.find((path) => path && existsSync(path)) ?? null;
}

/**
 * A browser with a profile of its own that is gone afterwards.
 *
 * @returns {Promise<{page: (options) => Promise<Console>, close: () => Promise<void>}>} the options of `page` are
 *     Playwright's context options (viewport, colorScheme, reducedMotion, hasTouch, ...)
 */
export async function startBrowser() {
  const { chromium } = await import('playwright-core');
  const folder = await mkdtemp(join(tmpdir(), 'junctor-console-'));
  const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS, downloadsPath: folder });
  return {
    async page(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      return new Console(await context.newPage());
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One open console. Selectors are those of the README; waits end with what was last seen. */
export class Console {
  /** Whatever the browser complained about: script errors and breaches of the content security policy. */
  complaints = [];

  constructor(page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(`${error}`));
    page.on('console', (message) => {
      // what the network refused is no fault of the page, and the tests bring it about
      if (message.type() === 'error' && !/^Failed to load resource|^WebSocket connection/.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
  }

  async open(url) {
    await this.page.goto(url);
    return this;
  }

  async signIn(authid, ticket) {
    await this.page.fill('[data-sign-in] [name=authid]', authid);
    await this.page.fill('[data-sign-in] [name=ticket]', ticket);
    await this.page.click('[data-sign-in] [type=submit]');
  }

  thing(uri) {
    return this.page.locator(`[data-thing="${uri}"]`);
  }

  property(uri, name) {
    return this.thing(uri).locator(`[data-property="${name}"]`);
  }

  connection() {
    return this.page.locator('body').getAttribute('data-connection');
  }

  /** Resolves when the attribute of the element satisfies the predicate. */
  async until(locator, attribute, predicate, timeoutMillis = 8_000) {
    const deadline = Date.now() + timeoutMillis;
    for (;;) {
      const value = (await locator.count()) > 0 ? await locator.first().getAttribute(attribute) : undefined;
      if (value !== undefined && predicate(value)) return value;
      if (Date.now() > deadline) throw new Error(`${locator}: ${attribute} is ${JSON.stringify(value)} after ${timeoutMillis} ms`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  untilConnection(phase, timeoutMillis) {
    return this.until(this.page.locator('body'), 'data-connection', (value) => value === phase, timeoutMillis);
  }

  untilValue(uri, name, predicate, timeoutMillis) {
    return this.until(this.property(uri, name), 'data-value', predicate, timeoutMillis);
  }

  untilQuality(uri, name, quality, timeoutMillis) {
    return this.until(this.property(uri, name), 'data-quality', (value) => value === quality, timeoutMillis);
  }

  /** Drags a knob with the mouse along the arc from where its target stands to the target value. */
  async turnKnob(uri, name, toDegrees, { steps = 12, release = true } = {}) {
    const knob = this.property(uri, name).locator('[data-control=knob]');
    await knob.scrollIntoViewIfNeeded();
    const box = await knob.locator('svg').boundingBox();
    const centre = { x: box.x + box.width / 2, y: box.y + box.width / 2 };
    const at = (degrees) => {
      const radians = (degrees * Math.PI) / 180;
      return [centre.x + box.width * 0.4 * Math.sin(radians), centre.y - box.width * 0.4 * Math.cos(radians)];
    };
    const from = Number(await knob.getAttribute('data-target'));
    const half = (Number(await knob.getAttribute('aria-valuemax')) - Number(await knob.getAttribute('aria-valuemin'))) / 2;
    await this.page.mouse.move(...at(from - half));
    await this.page.mouse.down();
    for (let step = 1; step <= steps; step++) {
      await this.page.mouse.move(...at(from - half + ((toDegrees - from) * step) / steps));
    }
    if (release) await this.page.mouse.up();
  }
}
