/** A clock that stands still until it is advanced; timers run in the order of their time. */
export class FakeClock {
  #now = 1_000_000;
  #timers = new Map();
  #ids = 0;

  now() {
    return this.#now;
  }

  setTimeout(task, millis) {
    this.#timers.set(++this.#ids, { task, at: this.#now + millis });
    return this.#ids;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  async advance(millis) {
    const until = this.#now + millis;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, { task, at }] = due;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, at);
      task();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets every promise that can go on do so. */
export function settle() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A device as a Setter or ActionRun sees it: records the calls and answers when the test says so. */
export class FakeCallee {
  calls = [];

  call = (value, { onProgress }) => {
    const call = { value, isCancelled: false, progress: (kwargs = {}) => onProgress({ args: [], kwargs }) };
    const result = new Promise((resolve, reject) => {
      call.succeed = (kwargs = {}, args = []) => resolve({ args, kwargs });
      call.fail = reject;
    });
    this.calls.push(call);
    return { result, cancel: () => (call.isCancelled = true) };
  };

  get values() {
    return this.calls.map((call) => call.value);
  }
}

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  static last;
  readyState = 0;
  sent = [];

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.last = this;
  }

  open() {
    this.readyState = 1;
    this.onopen();
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  receive(...message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  break(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }

  close() {
    this.readyState = 3;
    this.isClosed = true;
  }

  /** The messages of one type, and the last of them. */
  of(type) {
    return this.sent.filter((message) => message[0] === type);
  }
}
