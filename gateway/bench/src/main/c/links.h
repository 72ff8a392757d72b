/* Connections: buffers, flushing once per round, WebSocket and RawSocket frames. */
enum { R_IDLE, R_CALLEE, R_CALLER, R_SUB, R_PUB };
enum { C_CONNECTING, C_HANDSHAKE, C_HELLO, C_JOINED, C_SETUP, C_READY, C_CLOSED };
typedef struct {
    int fd, role, state, idx, ser, pair;   /* pair: the procedure com.bench.echo.<pair>; -1 for the only one */
    u8 *in; size_t in_len, in_cap;
    u8 *out; size_t out_off, out_len, out_cap;
    bool dirty, want_out, paused, closed_by_peer;
    u64 req;                       /* last WAMP request id / MQTT packet id */
    u64 exp, got, gaps, reorder;   /* subscriber side checks */
    u64 told;                      /* events that the router says it dropped */
    u64 sent, done;                /* caller side */
    u64 call_seq, call_t;          /* of the one open call, in mode many */
} conn;
static conn *conns;
static int n_conns, n_ready, n_joined, n_connecting, n_started;
static int ep;
static conn **dirty;
static int n_dirty;
static void use(const conn *c) { ser = c->ser; }

static char pay[1 << 20];
static u64 seq_out;

static void arm(conn *c) {
    struct epoll_event ev = { .events = (c->paused ? 0 : EPOLLIN) | (c->want_out ? EPOLLOUT : 0), .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
}
static void conn_closed(conn *c, const char *why) {
    if (c->state == C_CLOSED) return;
    if (c->state < C_READY && strcmp(mode, "start")) die("connection %d closed during setup (%s, state %d)", c->idx, why, c->state);
    if (c->state < C_READY) { if (c->state < C_JOINED) n_connecting--; }
    c->state = C_CLOSED;
    c->closed_by_peer = true;
    close(c->fd);
}
static void out_reserve(conn *c, size_t n) {
    if (c->out_off && c->out_off == c->out_len) c->out_off = c->out_len = 0;
    if (c->out_len + n <= c->out_cap) return;
    if (c->out_off > c->out_cap / 2) {
        memmove(c->out, c->out + c->out_off, c->out_len - c->out_off);
        c->out_len -= c->out_off; c->out_off = 0;
        if (c->out_len + n <= c->out_cap) return;
    }
    while (c->out_len + n > c->out_cap) c->out_cap = c->out_cap ? c->out_cap * 2 : 512;
    c->out = realloc(c->out, c->out_cap);
}
static void mark_dirty(conn *c) { if (!c->dirty) { c->dirty = true; dirty[n_dirty++] = c; } }
static void out_raw(conn *c, const void *p, size_t n) {
    out_reserve(c, n);
    memcpy(c->out + c->out_len, p, n);
    c->out_len += n;
    mark_dirty(c);
}
static void flush_conn(conn *c) {
    if (c->state == C_CLOSED) return;
    while (c->out_off < c->out_len) {
        ssize_t n = send(c->fd, c->out + c->out_off, c->out_len - c->out_off, MSG_NOSIGNAL);
        if (n > 0) c->out_off += n;
        else if (n < 0 && errno == EAGAIN) {
            if (!c->want_out) { c->want_out = true; arm(c); }
            return;
        } else { conn_closed(c, "send"); return; }
    }
    c->out_off = c->out_len = 0;
    if (c->want_out) { c->want_out = false; arm(c); }
}
static void flush_dirty(void) {
    int n = n_dirty;
    n_dirty = 0;
    for (int i = 0; i < n; i++) { dirty[i]->dirty = false; }
    for (int i = 0; i < n; i++) flush_conn(dirty[i]);
}
static const u8 mask_key[4] = { 0x5a, 0xc3, 0x17, 0x9e };
static void ws_frame(conn *c, int op, const u8 *p, size_t n) {
    u8 h[14]; int hl = 2;
    h[0] = 0x80 | op;
    if (n < 126) h[1] = 0x80 | n;
    else if (n < 65536) { h[1] = 0x80 | 126; h[2] = n >> 8; h[3] = n; hl = 4; }
    else { h[1] = 0x80 | 127; for (int i = 0; i < 8; i++) h[2 + i] = (u8)((u64)n >> (56 - 8 * i)); hl = 10; }
    memcpy(h + hl, mask_key, 4); hl += 4;
    out_reserve(c, hl + n);
    u8 *o = c->out + c->out_len;
    memcpy(o, h, hl); o += hl;
    uint32_t k; memcpy(&k, mask_key, 4);
    size_t i = 0;
    for (; i + 4 <= n; i += 4) { uint32_t v; memcpy(&v, p + i, 4); v ^= k; memcpy(o + i, &v, 4); }
    for (; i < n; i++) o[i] = p[i] ^ mask_key[i & 3];
    c->out_len += hl + n;
    mark_dirty(c);
}
static void send_body(conn *c) {
    size_t n = bw - body;
    if (transport == T_WS) { ws_frame(c, c->ser == S_JSON ? 1 : 2, body, n); return; }
    out_reserve(c, n + 4);
    u8 *o = c->out + c->out_len;
    o[0] = 0; o[1] = n >> 16; o[2] = n >> 8; o[3] = n;
    memcpy(o + 4, body, n);
    c->out_len += n + 4;
    mark_dirty(c);
}

