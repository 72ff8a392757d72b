/* WAMP and MQTT messages out and in, with the checks: order of events, echo of calls. */
static void set_seq(u64 s) { for (int i = 11; i >= 0; i--) { pay[i] = '0' + s % 10; s /= 10; } }
static u64 get_seq(const u8 *p, size_t n) {
    u64 v = 0;
    if (n < 12) return ~0ull;
    for (int i = 0; i < 12; i++) v = v * 10 + (p[i] - '0');
    return v;
}
static void m_hello(conn *c) {
    use(c);
    e_start(); e_arr(3); e_uint(1); e_str(realm);
    e_map(*ticket ? 3 : 1);
    if (*ticket) {
        e_key("authid"); e_str(authid);
        e_key("authmethods"); e_arr(1); e_str("ticket"); e_arr_end();
    }
    e_key("roles"); e_map(4);
    const char *r[] = { "caller", "callee", "publisher", "subscriber" };
    for (int i = 0; i < 4; i++) { e_key(r[i]); e_map(0); e_map_end(); }
    e_map_end(); e_map_end(); e_arr_end();
    send_body(c);
}
static void m_authenticate(conn *c) {
    e_start(); e_arr(3); e_uint(5); e_str(ticket); e_map(0); e_map_end(); e_arr_end();
    send_body(c);
}
static const char *procedure_of(const conn *c) {
    static char b[64];
    if (c->pair < 0) return procedure;
    snprintf(b, sizeof b, "%s.%d", procedure, c->pair);
    return b;
}
static size_t mq_rl(u8 *o, size_t n) { size_t i = 0; do { o[i] = n & 127; n >>= 7; if (n) o[i] |= 128; i++; } while (n); return i; }
static void mq_send(conn *c, u8 h0, const u8 *p, size_t n) {
    u8 h[6]; h[0] = h0;
    size_t l = 1 + mq_rl(h + 1, n);
    out_raw(c, h, l); out_raw(c, p, n);
}
static void mq_str(const char *s) { size_t n = strlen(s); be(n, 2); memcpy(bw, s, n); bw += n; }
static void send_join(conn *c) {   /* after the TCP connect (MQTT) or the transport handshake (WAMP) */
    if (proto == P_MQTT) {
        char id[32]; snprintf(id, sizeof id, "b%d-%d", (int)getpid(), c->idx);
        bw = body; mq_str("MQTT"); *bw++ = 4; *bw++ = 2; be(0, 2); mq_str(id);
        mq_send(c, 0x10, body, bw - body);
    } else m_hello(c);
    c->state = C_HELLO;
}
static void send_setup(conn *c) {  /* after WELCOME / CONNACK */
    if (proto == P_RELAY || c->role == R_IDLE || c->role == R_CALLER || c->role == R_PUB) {
        c->state = C_READY; n_ready++;
        return;
    }
    c->state = C_SETUP;
    if (proto == P_MQTT) {
        bw = body; be(++c->req, 2); mq_str(topic); *bw++ = qos;
        mq_send(c, 0x82, body, bw - body);
        return;
    }
    use(c);
    e_start(); e_arr(4); e_uint(c->role == R_CALLEE ? 64 : 32); e_uint(++c->req);
    e_map(0); e_map_end(); e_str(c->role == R_CALLEE ? procedure_of(c) : topic); e_arr_end();
    send_body(c);
}
#define RING 65536
static u64 ring_seq[RING], ring_t[RING], ring_req[RING];
static u64 calls_sent, calls_done, call_errors, call_mismatch;
static u64 pubs_sent, acks, events, credit;
static void send_call(conn *c) {
    u64 s = seq_out++;
    u64 r = ++c->req;
    if (c->pair >= 0) { c->call_seq = s; c->call_t = now_ns(); }
    else { ring_seq[r % RING] = s; ring_req[r % RING] = r; ring_t[r % RING] = now_ns(); }
    set_seq(s);
    use(c);
    e_start();
    if (proto == P_RELAY) { e_arr(5); e_uint(68); e_uint(r); e_uint(1); e_map(0); e_map_end(); }
    else { e_arr(5); e_uint(48); e_uint(r); e_map(0); e_map_end(); e_str(procedure_of(c)); }
    e_arr(1); e_strn(pay, payload_size); e_arr_end(); e_arr_end();
    send_body(c);
    c->sent++; calls_sent++;
}
static void send_publish(conn *c) {
    set_seq(pubs_sent);
    if (proto == P_MQTT) {
        bw = body; mq_str(topic);
        if (qos) { c->req = c->req % 65535 + 1; be(c->req, 2); }
        memcpy(bw, pay, payload_size); bw += payload_size;
        mq_send(c, 0x30 | qos << 1, body, bw - body);
        pubs_sent++;
        return;
    }
    use(c);
    e_start();
    if (proto == P_RELAY) { e_arr(5); e_uint(36); e_uint(1); e_uint(1); e_map(0); e_map_end(); }
    else {
        e_arr(5); e_uint(16); e_uint(++c->req);
        if (ack) { e_map(1); e_key("acknowledge"); e_true(); e_map_end(); }
        else { e_map(0); e_map_end(); }
        e_str(topic);
    }
    e_arr(1); e_strn(pay, payload_size); e_arr_end(); e_arr_end();
    send_body(c);
    pubs_sent++;
}
static void on_event(conn *c, const u8 *p, size_t n) {
    u64 s = get_seq(p, n);
    if (n != (size_t)payload_size) { call_mismatch++; }
    c->got++; events++;
    if (s == c->exp) c->exp++;
    else if (s > c->exp) { c->gaps += s - c->exp; c->exp = s + 1; }
    else c->reorder++;
}
/* what EVENT.Details say of events that were dropped before this one */
static u64 dropped_in(const u8 *from, const u8 *to) {
    static const char key[] = "_dropped";
    const u8 *at = memmem(from, to - from, key, sizeof key - 1);
    if (!at) return 0;
    at += sizeof key - 1;
    if (ser == S_JSON) while (at < to && (*at == '"' || *at == ':' || *at == ' ')) at++;
    cur k = { at, to, true };
    u64 n = d_uint(&k);
    if (!k.ok) die("bad _dropped in EVENT");
    return n;
}
static char last_abort[256];
static void on_wamp(conn *c, const u8 *p, size_t n) {
    cur k = { p, p + n, true };
    d_arr(&k);
    u64 t = d_uint(&k);
    const u8 *s; size_t l;
    switch (t) {
    case 2:
        if (c->state != C_HELLO) die("unexpected WELCOME");
        c->state = C_JOINED; n_joined++; n_connecting--;
        return;
    case 4: m_authenticate(c); return;
    case 3: case 6: {
        size_t m = n < 200 ? n : 200, j = 0;
        for (size_t i = 0; i < m; i++) if (p[i] >= 32 && p[i] < 127 && p[i] != '"' && p[i] != '\\') last_abort[j++] = p[i];
        last_abort[j] = 0;
        if (t == 3 && strcmp(mode, "start")) die("ABORT: %s", last_abort);
        conn_closed(c, last_abort);
        return;
    }
    case 33: case 65:
        if (c->state == C_SETUP) { c->state = C_READY; n_ready++; }
        return;
    case 17: acks++; return;
    case 36: {
        d_skip(&k); d_skip(&k);
        const u8 *details = k.p;
        d_skip(&k);
        c->told += dropped_in(details, k.p);
        d_arr(&k);
        if (!k.ok || !d_str(&k, &s, &l)) die("bad EVENT");
        on_event(c, s, l);
        return;
    }
    case 68: {
        u64 r = d_uint(&k);
        d_skip(&k); d_skip(&k); d_arr(&k);
        if (!k.ok || !d_str(&k, &s, &l)) die("bad INVOCATION");
        e_start(); e_arr(4); e_uint(proto == P_RELAY ? 50 : 70); e_uint(r); e_map(0); e_map_end();
        e_arr(1); e_strn(s, l); e_arr_end(); e_arr_end();
        send_body(c);
        c->got++;
        return;
    }
    case 50: {
        u64 r = d_uint(&k);
        d_skip(&k); d_arr(&k);
        if (!k.ok || !d_str(&k, &s, &l)) die("bad RESULT");
        c->done++;
        if (c->pair >= 0) {
            if (r != c->req || get_seq(s, l) != c->call_seq || l != (size_t)payload_size) call_mismatch++;
            else h_add(now_ns() - c->call_t);
        } else if (ring_req[r % RING] != r || get_seq(s, l) != ring_seq[r % RING] || l != (size_t)payload_size) call_mismatch++;
        else { h_add(now_ns() - ring_t[r % RING]); ring_req[r % RING] = 0; }
        calls_done++;
        return;
    }
    case 8: {
        size_t m = n < 200 ? n : 200, j = 0;
        for (size_t i = 0; i < m; i++) if (p[i] >= 32 && p[i] < 127 && p[i] != '"' && p[i] != '\\') last_abort[j++] = p[i];
        last_abort[j] = 0;
        if (c->state == C_SETUP) die("ERROR in setup: %s", last_abort);
        call_errors++;
        if (c->role == R_CALLER) { calls_done++; c->done++; }
        return;
    }
    default: die("unexpected WAMP message type %d (ok=%d len=%d first=%02x)", (int)t, k.ok, (int)n, p[0]);
    }
}
static void on_mqtt(conn *c, u8 h, const u8 *p, size_t n) {
    switch (h >> 4) {
    case 2:
        if (n < 2 || p[1]) die("CONNACK refused %d", n > 1 ? p[1] : -1);
        c->state = C_JOINED; n_joined++; n_connecting--;
        return;
    case 9: c->state = C_READY; n_ready++; return;
    case 3: {
        size_t tl = p[0] << 8 | p[1], o = 2 + tl;
        if (h & 6) { u8 a[2] = { p[o], p[o + 1] }; o += 2; mq_send(c, 0x40, a, 2); }
        on_event(c, p + o, n - o);
        return;
    }
    case 4: acks++; return;
    case 13: return;
    default: die("unexpected MQTT packet %d", h >> 4);
    }
}
