import { html, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { fetchConfig, redeem, saved, takeToken } from './access.js';
import { Controls } from './controls.js';
import { Lines } from './model/lines.js';
import { Missed } from './model/missed.js';
import { Store } from './model/store.js';
import { card } from './view/card.js';
import { banner, bar, empty, missedStrip, signIn, strips } from './view/frame.js';
import { Connection } from './wamp/connection.js';
import { WampSession } from './wamp/session.js';

/** Ages, countdowns and sparklines move on at this pace even when nothing is heard. */
const TICK_MILLIS = 1_000;

/** Waits between attempts to get a description; the last one repeats. */
const DESCRIBE_AGAIN_MILLIS = [500, 2_000, 5_000, 15_000];

const clock = {
  now: () => Date.now(),
  setTimeout: (task, millis) => setTimeout(task, millis),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** The page: wires connection, store and controls, and draws what changed at the next frame. */
class Page {
  #config = { realm: '', prefixes: [], title: 'Junctor', version: '', remembers: false };
  #credentials = null;
  #lastAuthid = '';
  #signInError = null;
  #isStarting = true;
  #isFrameAsked = false;
  #describing = new Map(); // thing URI -> attempts so far

  #versions = new WeakMap(); // thing -> number of changes, so that only changed cards are drawn

  #store = new Store((thing) => this.#changed(thing));
  #lines = new Lines();
  #missed = new Missed();
  #connection = new Connection({
    clock,
    random: Math.random,
    openSession: (credentials, handlers) =>
      new WampSession({ url: wampUrl(), WebSocket, clock, ...credentials, ...handlers }),
    onState: (state) => this.#onState(state),
    onEvent: (topic, kwargs, info) => this.#onEvent(topic, kwargs, info),
  });
  #controls = new Controls({
    clock,
    store: this.#store,
    session: () => this.#connection.session,
    onChange: (thing) => this.#changed(thing),
  });

  async start() {
    this.#listen();
    this.#draw();
    const token = takeToken(location, history);
    await this.#loadConfig();
    const kept = saved.load();
    this.#credentials = kept && { realm: this.#config.realm, ...kept };
    if (token !== null) await this.#redeem(token);
    this.#isStarting = false;
    if (this.#credentials) this.#connection.start(this.#credentials);
    this.#draw();
  }

  /** Without its configuration the page cannot do anything: it keeps asking. */
  async #loadConfig() {
    for (let attempt = 0; ; attempt++) {
      try {
        this.#config = await fetchConfig();
        return;
      } catch (error) {
        this.#signInError = `The gateway does not answer: ${error.message}`;
        this.#draw();
        await new Promise((resolve) => setTimeout(resolve, Math.min(1_000 * 2 ** attempt, 10_000)));
        this.#signInError = null;
      }
    }
  }

  async #redeem(token) {
    try {
      const { authid, ticket, realm } = await redeem(token);
      this.#credentials = { authid, ticket, realm: realm ?? this.#config.realm };
      saved.store(this.#credentials);
    } catch (error) {
      this.#signInError = error.message; // seen only when this tab is not signed in already
    }
  }

  #signIn(authid, ticket, stay) {
    this.#signInError = null;
    this.#lastAuthid = authid;
    this.#credentials = { authid, ticket, realm: this.#config.realm, stay };
    this.#connection.start(this.#credentials);
  }

  #signOut() {
    saved.clear();
    this.#credentials = null;
    this.#connection.stop();
    this.#controls.clear();
    this.#store.clear();
    this.#lines.clear();
    this.#missed.clear();
    this.#draw();
  }

  #onState(state) {
    if (state.phase === 'open') this.#onOpen(state.details);
    else if (this.#store.isConnected) {
      this.#store.disconnected(clock.now());
      this.#controls.reset();
    }
    if (state.phase === 'refused') this.#onRefused(state.reason);
    document.title = state.phase === 'waiting' ? `Disconnected – ${this.#config.title}` : this.#config.title;
    this.#draw();
  }

  async #onOpen({ authid }) {
    const { session } = this.#connection;
    this.#credentials.authid = authid; // a cookie alone does not say whose it is
    saved.store(this.#credentials);
    this.#describing.clear();
    this.#lines.clear();
    this.#missed.clear();
    this.#store.connected();
    this.#lookForUpdate();
    const answers = await this.#subscribe(session);
    const areAllRefused = answers.every((answer) => answer.status === 'rejected');
    if (areAllRefused && session.isOpen) this.#refuseSubscription(answers[0].reason);
  }

  /** Asks for what the page shows; again, and the present state comes again. */
  #subscribe(session) {
    return Promise.allSettled(this.#config.prefixes.map((prefix) => session.subscribePrefix(prefix)));
  }

  /** A gateway that was away may have come back updated or configured anew; then this page is an old one. */
  async #lookForUpdate() {
    try {
      const config = await fetchConfig();
      if (JSON.stringify(config) !== JSON.stringify(this.#config)) location.reload();
    } catch {
      // not answering is what the connection tells of
    }
  }

  #refuseSubscription(error) {
    this.#signOut();
    this.#signInError = `This account may not watch the devices: ${error.message}`;
    this.#draw();
  }

  #onRefused(reason) {
    const { authid, ticket } = this.#credentials;
    this.#lastAuthid = authid ?? '';
    this.#signOut();
    this.#signInError = ticket === undefined ? 'Please sign in again.' : `The gateway did not let ${authid} in: ${reason}`;
  }

  #onEvent(topic, kwargs, info) {
    const { details } = info;
    const retained = info.retained || details._junctor_retained === true; // state that crossed a line is no news either
    const now = clock.now();
    if (this.#missed.onEvent(details, now)) this.#subscribe(this.#connection.session);
    const thing = topic.slice(0, topic.lastIndexOf('.'));
    const isLate = details._junctor_replayed === true && !retained;
    const via = details.forward_for?.at(-1)?.via;
    if (topic.endsWith('.status')) this.#lines.onStatus(thing, kwargs, { now, retained, via });
    const record = details._junctor_record;
    if (record && !retained) this.#lines.onRecord(record, { now, via, isLate });
    if (this.#store.apply(topic, kwargs, { now, retained, isLate, via })) this.#describe(thing);
  }

  /** Asks a Thing what it is, again and again while it is there and does not say. */
  async #describe(uri) {
    if (this.#describing.has(uri)) return;
    for (let attempt = 0; ; attempt++) {
      const { session } = this.#connection;
      const thing = this.#store.thing(uri);
      if (!session || !thing || thing.status?.isReachable === false) break;
      this.#describing.set(uri, attempt);
      try {
        this.#store.described(uri, await this.#controls.describe(thing), clock.now());
        break;
      } catch (error) {
        if (this.#connection.session !== session) return;
        if (attempt > 0 && thing.plan === null) this.#store.notDescribed(uri, error);
      }
      const waitMillis = DESCRIBE_AGAIN_MILLIS[Math.min(attempt, DESCRIBE_AGAIN_MILLIS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, waitMillis));
      if (this.#connection.session !== session) return; // the next connection asks for itself
    }
    this.#describing.delete(uri);
  }

  #listen() {
    // a sign-in link opened in a tab that shows the console already changes only the fragment
    addEventListener('hashchange', () => location.hash.startsWith('#token=') && location.reload());
    addEventListener('online', () => this.#connection.wake());
    addEventListener('offline', () => this.#connection.wake());
    addEventListener('pageshow', (event) => event.persisted && this.#connection.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#connection.wake();
    });
    setInterval(() => document.visibilityState === 'visible' && this.#draw(), TICK_MILLIS);
  }

  #changed(thing) {
    this.#versions.set(thing, (this.#versions.get(thing) ?? 0) + 1);
    this.#draw();
  }

  #draw() {
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    requestAnimationFrame(() => {
      this.#isFrameAsked = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const { state } = this.#connection;
    const now = clock.now();
    document.body.dataset.connection = state.phase;
    render(
      bar({
        title: this.#config.title,
        phase: state.phase,
        authid: this.#credentials?.authid,
        onSignOut: () => this.#signOut(),
      }),
      element('bar'),
    );
    render(banner({ state, now, onRetry: () => this.#connection.retryNow() }), element('banner'));
    const lines = state.phase === 'open' ? this.#lines.shown(now) : []; // else the banner says what is known: nothing
    const missed = state.phase === 'open' ? this.#missed.shown(now) : null;
    const ageMillis = (iso) => this.#store.ageMillis(iso, now);
    render(html`${strips(lines, ageMillis)}${missedStrip(missed)}`, element('lines'));
    render(this.#main(now), element('main'));
    render(html`${this.#config.version ? `Junctor ${this.#config.version}` : ''}`, element('foot'));
  }

  #main(now) {
    const { phase } = this.#connection.state;
    if (this.#isStarting) return empty(this.#signInError ?? 'Waiting for the gateway…');
    const things = this.#store.things();
    const isJoining = this.#credentials !== null && things.length === 0 && saved.load() === null;
    if (this.#credentials === null || isJoining) {
      return signIn({
        title: this.#config.title,
        error: this.#signInError,
        isBusy: phase === 'connecting',
        authid: this.#lastAuthid,
        canStay: this.#config.remembers,
        onSubmit: (authid, ticket, stay) => this.#signIn(authid, ticket, stay),
      });
    }
    if (things.length === 0) {
      const isOpen = phase === 'open';
      return empty(isOpen ? 'No devices have reported yet. They appear here as soon as they do.' : 'Waiting for the gateway…');
    }
    const page = { store: this.#store, controls: this.#controls, now };
    const tick = Math.floor(now / TICK_MILLIS);
    const drawn = (thing) => guard([thing, this.#versions.get(thing), tick], () => card(page, thing));
    return html`<div class="grid">${repeat(things, (thing) => thing.uri, drawn)}</div>`;
  }
}

function wampUrl() {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
}

function element(id) {
  return document.getElementById(id);
}

new Page().start();
