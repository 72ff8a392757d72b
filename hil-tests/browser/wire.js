import { connect, createServer } from 'node:net';

/** The network between a browser and a gateway, as a TCP proxy on loopback that can be cut. */
export class Wire {
  #server;
  #sockets = new Set();
  #isCut = false;

  /** Where the gateway is: a port on loopback. */
  gatewayPort = 0;

  static async lay() {
    const wire = new Wire();
    wire.#server = createServer((client) => wire.#accept(client));
    await new Promise((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  /** What the browser has to ask for. */
  get host() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  #accept(client) {
    if (this.#isCut) return client.resetAndDestroy();
    const gateway = connect(this.gatewayPort, '127.0.0.1');
    for (const [from, to] of [[client, gateway], [gateway, client]]) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }

  /** Breaks every connection and takes no new one. */
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.#server.close();
  }
}
