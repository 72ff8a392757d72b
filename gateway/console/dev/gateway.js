import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DevRouter } from './router.js';

const BUNDLE = join(dirname(fileURLToPath(import.meta.url)), '../target/classes/META-INF/resources/console');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8' };

/** The policy the gateway serves the console with; the browser test runs under it. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The built console, /console.json, /session and /ws on a loopback port: a gateway as the console sees it. */
export async function startGateway({ port = 0, prefixes = ['com.example.demo.'] } = {}) {
  const router = new DevRouter('demo');
  const tokens = new Set();
  const config = { realm: router.realm, prefixes, title: 'Junctor demo', version: '0.1.0' };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (router.isDown) return request.socket.destroy();
    if (pathname === '/console.json') {
      return json(response, 200, config);
    }
    if (pathname === '/session' && request.method === 'POST') return redeem(request, response, router, tokens);
    return file(response, pathname === '/' ? '/index.html' : pathname);
  });
  server.on('upgrade', (request, socket, head) => router.handleUpgrade(request, socket, head));
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    router,
    /** What /console.json answers. */
    config,
    url: `http://127.0.0.1:${server.address().port}/`,
    /** A one-time token, as the gateway prints it into the link it opens. */
    token() {
      const token = randomBytes(9).toString('base64url');
      tokens.add(token);
      return token;
    },
    close() {
      router.close();
      server.closeAllConnections?.();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function redeem(request, response, router, tokens) {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (!tokens.delete(JSON.parse(body).token)) return json(response, 403, { error: 'unknown token' });
    const ticket = randomBytes(9).toString('base64url');
    router.tickets.set('operator', ticket);
    return json(response, 200, { authid: 'operator', ticket, realm: router.realm });
  });
}

function file(response, pathname) {
  const path = join(BUNDLE, normalize(pathname));
  if (!path.startsWith(BUNDLE) || !existsSync(path)) return json(response, 404, { error: 'not found' });
  response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  return response.end(readFileSync(path));
}

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}
