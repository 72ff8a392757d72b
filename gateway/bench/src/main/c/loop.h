/* Frames in, connecting, and the epoll loop. */

/* consume complete frames */
static void parse(conn *c) {
    use(c);
    u8 *p = c->in, *e = c->in + c->in_len;
    if (c->state == C_HANDSHAKE) {
        if (proto == P_RELAY) {
            if (e - p < 1) return;
            p++; c->state = C_JOINED; n_joined++; n_connecting--;
        } else if (transport == T_RS) {
            if (e - p < 4) return;
            if (p[0] != 0x7f || (p[1] & 15) != c->ser) {
                if (!strcmp(mode, "start")) { conn_closed(c, "rs"); return; }
                die("RawSocket handshake refused: %02x %02x", p[0], p[1]);
            }
            p += 4; send_join(c);
        } else {
            u8 *q = memmem(p, e - p, "\r\n\r\n", 4);
            if (!q) return;
            if (e - p < 12 || memcmp(p + 9, "101", 3)) {
                if (!strcmp(mode, "start")) { conn_closed(c, "http"); return; }
                q[0] = 0; for (u8 *z = p; *z; z++) if (*z == '"' || *z < 32) *z = ' ';
                die("WebSocket handshake refused: %.80s", p);
            }
            p = q + 4; send_join(c);
        }
    }
    while (c->state != C_CLOSED && p < e) {
        if (proto == P_MQTT) {
            size_t n = 0, i = 1; int sh = 0;
            for (;; i++) {
                if (p + i >= e) goto out;
                n |= (size_t)(p[i] & 127) << sh; sh += 7;
                if (!(p[i] & 128)) break;
            }
            i++;
            if ((size_t)(e - p) < i + n) goto out;
            on_mqtt(c, p[0], p + i, n);
            p += i + n;
        } else if (transport == T_RS) {
            if (e - p < 4) break;
            size_t n = (size_t)p[1] << 16 | p[2] << 8 | p[3];
            if ((size_t)(e - p) < n + 4) break;
            int ty = p[0] & 7;
            if (ty == 0) on_wamp(c, p + 4, n);
            else if (ty == 1) { u8 h[4] = { 2, p[1], p[2], p[3] }; out_raw(c, h, 4); out_raw(c, p + 4, n); }
            p += n + 4;
        } else {
            if (e - p < 2) break;
            size_t n = p[1] & 127, hl = 2;
            if (n == 126) { if (e - p < 4) break; n = p[2] << 8 | p[3]; hl = 4; }
            else if (n == 127) { if (e - p < 10) break; n = 0; for (int i = 2; i < 10; i++) n = n << 8 | p[i]; hl = 10; }
            if (p[1] & 128) die("masked server frame");
            if ((size_t)(e - p) < hl + n) break;
            int op = p[0] & 15;
            if (!(p[0] & 128) || op == 0) die("fragmented WebSocket message");
            if (p[0] & 0x70) die("unexpected RSV bits");
            if (op == 1 || op == 2) on_wamp(c, p + hl, n);
            else if (op == 9) ws_frame(c, 10, p + hl, n);
            else if (op == 8) { conn_closed(c, "ws close"); return; }
            p += hl + n;
        }
    }
out:
    if (c->state == C_CLOSED) return;
    if (p > c->in) { memmove(c->in, p, e - p); c->in_len = e - p; }
}
static void on_readable(conn *c) {
    for (int r = 0; r < 4 && c->state != C_CLOSED; r++) {
        if (c->in_cap - c->in_len < 16384) {
            size_t want = n_conns > 2000 ? c->in_len + 16384 : c->in_len + 262144;
            if (c->in_cap < want) { c->in_cap = want; c->in = realloc(c->in, want); }
        }
        size_t room = c->in_cap - c->in_len;
        ssize_t n = recv(c->fd, c->in + c->in_len, room, 0);
        if (n > 0) {
            c->in_len += n;
            parse(c);
            if ((size_t)n < room) return;
        } else if (n < 0 && errno == EAGAIN) return;
        else { conn_closed(c, n ? strerror(errno) : "eof"); return; }
    }
}
static void start_connect(conn *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket: %s", strerror(errno));
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
    inet_pton(AF_INET, host, &a.sin_addr);
    int r = connect(c->fd, (struct sockaddr *)&a, sizeof a);
    if (r < 0 && errno != EINPROGRESS) {
        if (!strcmp(mode, "start")) { close(c->fd); c->state = C_CLOSED; return; }
        die("connect: %s", strerror(errno));
    }
    c->state = C_CONNECTING; c->want_out = true;
    n_connecting++; n_started++;
    struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
}
static void on_connected(conn *c) {
    int err = 0; socklen_t l = sizeof err;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
    if (err) { if (!strcmp(mode, "start")) { conn_closed(c, "refused"); return; } die("connect: %s", strerror(err)); }
    c->want_out = false; arm(c);
    c->state = C_HANDSHAKE;
    if (proto == P_MQTT) send_join(c);
    else if (proto == P_RELAY) {
        bool source = c->role == R_CALLER || c->role == R_PUB;
        u8 side[2] = { source ? (c->pair < 0 ? 'A' : 'C') : (c->pair < 0 ? 'B' : 'D'), (u8)c->pair };
        out_raw(c, side, c->pair < 0 ? 1 : 2);
    }
    else if (transport == T_RS) { u8 h[4] = { 0x7f, 0xf0 | c->ser, 0, 0 }; out_raw(c, h, 4); }
    else {
        char b[512];
        int n = snprintf(b, sizeof b,
            "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: wamp.2.%s\r\n\r\n", path, host, port,
            c->ser == S_JSON ? "json" : c->ser == S_MSGPACK ? "msgpack" : "cbor");
        out_raw(c, b, n);
    }
}
static void poll_once(int timeout_ms) {
    static struct epoll_event evs[512];
    flush_dirty();
    int n = epoll_wait(ep, evs, 512, timeout_ms);
    for (int i = 0; i < n; i++) {
        conn *c = evs[i].data.ptr;
        if (c->state == C_CLOSED) continue;
        if (c->state == C_CONNECTING) {
            if (evs[i].events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) on_connected(c);
            continue;
        }
        if ((evs[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !c->paused) on_readable(c);
        else if (evs[i].events & (EPOLLHUP | EPOLLERR)) { conn_closed(c, "hup"); continue; }
        if (c->state != C_CLOSED && (evs[i].events & EPOLLOUT)) flush_conn(c);
    }
}
static void alloc_conns(int n) {
    n_conns = n;
    conns = calloc(n, sizeof *conns);
    dirty = calloc(n + 1, sizeof *dirty);
    for (int i = 0; i < n; i++) { conns[i].idx = i; conns[i].fd = -1; conns[i].role = R_IDLE; conns[i].ser = ser; conns[i].pair = -1; }
}
/* connect everything, join, then subscribe/register */
static void setup_all(void) {
    u64 t0 = now_ns(), last = t0; int lastj = 0;
    while (n_joined < n_conns) {
        while (n_started < n_conns && n_connecting < inflight_cap) start_connect(&conns[n_started]);
        poll_once(100);
        if (n_joined != lastj) { lastj = n_joined; last = now_ns(); }
        if (now_ns() - last > 15000000000ull) die("timeout while joining: %d of %d", n_joined, n_conns);
    }
    for (int i = 0; i < n_conns; i++) send_setup(&conns[i]);
    last = now_ns();
    while (n_ready < n_conns) {
        poll_once(100);
        if (now_ns() - last > 20000000000ull) die("timeout in setup: %d of %d", n_ready, n_conns);
    }
}

