// As much of the browser's XMLHttpRequest as AutobahnJS's long-poll uses.
export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  responseText = '';
  timeout = 0;
  #headers = {};

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  async send(body) {
    const signal = this.timeout > 0 ? AbortSignal.timeout(this.timeout) : undefined;
    try {
      const response = await fetch(this.url, { method: this.method, headers: this.#headers, body, signal });
      this.responseText = await response.text();
      this.status = response.status;
      this.statusText = response.statusText;
    } catch (e) {
      if (e.name === 'TimeoutError') return this.ontimeout?.();
      this.statusText = String(e);
    }
    this.readyState = 4;
    this.onreadystatechange();
  }
}
