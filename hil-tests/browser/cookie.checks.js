import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from '../../gateway/console/test/browser/driver.js';
import { report } from './checks.js';
import { hashTicket, startRun } from './product.js';
import { wampyScript } from './wampy.js';
import { Wire } from './wire.js';

// A browser that stays signed in: the console and wampy in Chromium. CookieInBrowserTest lists these checks; WAMPY names
// the folder where wampy is installed.

const SITE = 'com.example.shop';
const NAME = 'anna';
const TICKET = 'correct horse';

const browser = await startBrowser();
const wire = await Wire.lay();
const ticketHash = hashTicket(TICKET);
const folder = await mkdtemp(join(tmpdir(), 'junctor-cookies-'));
let gateway, shown, context;

function configuration(role = 'operator', hash = ticketHash) {
  return `
site: ${SITE}
drivers: sim
listen:
  - {kind: websocket, address: "127.0.0.1:0", hosts: ["${wire.host}"]}
roles:
  operator:
    - {uri: ${SITE}., match: prefix, allow: [call, subscribe]}
  viewer:
    - {uri: ${SITE}., match: prefix, allow: [subscribe]}
principals:
  ${NAME}: {role: ${role}, ticket: "${hash}"}
authentication:
  cookie: {file: "${join(folder, 'cookies')}"}
things:
  knob:
    kind: knob
`;
}

async function startGateway(yaml = configuration()) {
  gateway = await startRun(yaml);
  wire.gatewayPort = Number(new URL(gateway.console).port);
}

async function restart(yaml) {
  assert.equal(await gateway.stop(), 0, 'its exit status');
  await startGateway(yaml);
}

const consoleUrl = () => `http://${wire.host}/`;

/** Joins with wampy by the cookie alone, from a page of the gateway; what WELCOME says, or the refusal. */
async function joinWithWampy() {
  const page = await context.newPage();
  try {
    await page.goto(consoleUrl());
    await page.addScriptTag({ content: wampyScript });
    return await page.evaluate(async ([url, authid]) => {
      const options = { realm: 'junctor', authid, authmethods: ['cookie'], onChallenge: () => '', autoReconnect: false };
      const wampy = new window.Wampy(url, options);
      try {
        const welcome = await wampy.connect();
        return `${welcome.authid} ${welcome.authrole} by ${welcome.authmethod}`;
      } catch (error) {
        return error.errorUri ?? String(error);
      }
    }, [`ws://${wire.host}/ws`, NAME]);
  } finally {
    await page.close();
  }
}

const signInForm = (page) => page.locator('[data-sign-in]').waitFor();

const checks = {
  async whoSignsInToStayIsStillSignedInAfterAReload() {
    await startGateway();
    shown = await (await browser.page({ bypassCSP: true })).open(consoleUrl());
    context = shown.page.context();
    await signInForm(shown.page);
    await shown.page.check('[data-sign-in] [name=stay]');
    await shown.signIn(NAME, TICKET);
    await shown.untilConnection('open');
    const kept = await shown.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
    assert.ok(!kept.includes(TICKET), `no script finds the ticket: ${kept}`);
    await shown.page.reload();
    await shown.untilConnection('open');
    assert.equal(await shown.page.locator('.who').textContent(), NAME);
  },

  async theCookieIsForTheGatewayAlone() {
    const [cookie, ...others] = await context.cookies();
    assert.equal(others.length, 0);
    assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite, cookie.path], ['junctor', true, 'Strict', '/']);
    assert.equal(await shown.page.evaluate(() => document.cookie), '');
  },

  async anotherTabAndWampyJoinByIt() {
    const tab = await context.newPage();
    await tab.goto(consoleUrl());
    await tab.locator('body[data-connection=open]').waitFor();
    await tab.close();
    assert.equal(await joinWithWampy(), `${NAME} operator by cookie`);
  },

  async aRestartOfTheGatewayDoesNotSignOut() {
    await restart(configuration());
    assert.equal(await joinWithWampy(), `${NAME} operator by cookie`);
    await shown.untilConnection('open', 30_000);
  },

  async anotherRoleCountsAtOnce() {
    await restart(configuration('viewer'));
    assert.equal(await joinWithWampy(), `${NAME} viewer by cookie`);
  },

  async aPageOfAnotherOriginIsRefusedForAllItsCookies() {
    const server = createServer((_, answer) => answer.end('<!doctype html><title>another</title>'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await context.newPage();
    try {
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const outcome = await page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const socket = new WebSocket(url, 'wamp.2.json');
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          }),
        `ws://${wire.host}/ws`,
      );
      assert.equal(outcome, 'refused');
    } finally {
      await page.close();
      server.close();
    }
  },

  async signingOutSignsOutTheOtherTabsToo() {
    const tab = await context.newPage();
    await tab.goto(consoleUrl());
    await tab.locator('body[data-connection=open]').waitFor();
    await shown.untilConnection('open');
    await shown.page.click('[data-sign-out]');
    await signInForm(shown.page);
    await signInForm(tab);
    assert.match(await joinWithWampy(), /no_matching_auth_method|NoMatching|refus|abort/i);
    await tab.close();
  },

  async aChangedTicketSignsOut() {
    await shown.page.check('[data-sign-in] [name=stay]');
    await shown.signIn(NAME, TICKET);
    await shown.untilConnection('open');
    await restart(configuration('viewer', hashTicket('another')));
    await signInForm(shown.page);
    assert.deepEqual(shown.complaints, []);
  },
};

await report(checks, () => gateway?.output ?? '');
await browser.close();
await gateway?.stop();
wire.close();
await rm(folder, { recursive: true, force: true });
