/*
 * wampbench - neutral load generator for WAMP v2 routers and MQTT 3.1.1 brokers.
 *
 * One thread, epoll, no dependencies besides libc.  It speaks
 *   WAMP v2 over RawSocket or WebSocket with JSON, MsgPack or CBOR, without a proof or with a ticket,
 *   MQTT 3.1.1 over TCP (QoS 0 and 1),
 *   and a bare frame protocol for relay.c (the "physical limit" line).
 * It verifies what it measures: every call result is matched with its payload,
 * every event carries a sequence number that is checked for gaps/reordering.
 * A run connects, joins and subscribes everybody, runs unmeasured for --warm seconds, measures for --dur seconds,
 * and then drains: it sends no more and waits until everything outstanding has come or nothing has come for a while.
 * Output: one JSON object per run on stdout.
 */
#include "options.h"
#include "meter.h"
#include "codec.h"
#include "links.h"
#include "messages.h"
#include "loop.h"

static int first_pair = 0;
typedef struct { u64 t; double rc, gc, cb; u64 ev, calls, pubs, acks, ior, iow; } snap;
static snap take(void) {
    snap s = { now_ns(), router_cpu(), self_cpu(), core_busy(router_core), events, calls_done, pubs_sent, acks, 0, 0 };
    router_io(&s.ior, &s.iow);
    return s;
}
static const char *tn(void) {
    static char b[32];
    if (proto == P_MQTT) snprintf(b, sizeof b, "mqtt/qos%d", qos);
    else if (proto == P_RELAY) snprintf(b, sizeof b, "relay");
    else snprintf(b, sizeof b, "%s/%s", transport == T_RS ? "rs" : "ws", ser == S_JSON ? "json" : ser == S_MSGPACK ? "msgpack" : "cbor");
    return b;
}
static void head(void) {
    if (n_conns) use(&conns[n_conns - 1]);   /* the caller or publisher */
    printf("{\"label\":\"%s\",\"mode\":\"%s\",\"t\":\"%s\",\"size\":%d,\"window\":%d", label, mode, tn(), payload_size, window);
}
static double elapsed(snap a, snap b) { return b.t > a.t ? (b.t - a.t) / 1e9 : 1e-9; }
static void rate_out(snap a, snap b, u64 msgs) {
    double el = elapsed(a, b), rc = b.rc - a.rc;
    printf(",\"msgs\":%" PRIu64 ",\"rate\":%.1f,\"router_cpu_us\":%.3f,\"router_util\":%.3f,\"gen_util\":%.3f,\"core_other\":%.3f",
        msgs, msgs / el, msgs ? rc * 1e6 / msgs : 0, rc / el, (b.gc - a.gc) / el,
        router_core >= 0 ? (b.cb - a.cb - rc) / el : -1);
    if (msgs) printf(",\"reads_per_msg\":%.3f,\"writes_per_msg\":%.3f", (double)(b.ior - a.ior) / msgs, (double)(b.iow - a.iow) / msgs);
}
#define DRAIN_NS 5000000000ull   /* nothing came for so long: it is lost */
#define CALM_NS 20000000000ull   /* a call takes so long on a very busy machine, and no longer */
static void drain_calls(void) {
    u64 dl = now_ns() + DRAIN_NS, last = calls_done;
    while (calls_done < calls_sent && now_ns() < dl) {
        poll_once(50);
        if (calls_done != last) { last = calls_done; dl = now_ns() + DRAIN_NS; }
    }
}
/* with --rate: what may be sent now. What a pause of the machine kept back is made up for by a tenth of a second at most */
static double tokens;
static void refill(u64 t) {
    static u64 last;
    if (last) tokens += (t - last) / 1e9 * flood_rate;
    last = t;
    double most = flood_rate / 10 > 1 ? flood_rate / 10 : 1;
    if (tokens > most) tokens = most;
}
static bool due(void) {
    if (flood_rate <= 0) return true;
    if (tokens < 1) return false;
    tokens--;
    return true;
}
/* a run that is told to end does so as if its time were over */
static volatile sig_atomic_t stopping;
static void on_stop(int signal) { (void)signal; stopping = true; }
static void run_rpc(void) {
    alloc_conns(2);
    conns[0].role = R_CALLEE; conns[1].role = R_CALLER;
    setup_all();
    u64 t0 = now_ns(), t1 = t0 + (u64)(warm_s * 1e9), t2 = t1 + (u64)(dur_s * 1e9), last_done = 0, last_t = t0;
    snap a = { 0 }, b;
    bool measuring = false;
    for (;;) {
        u64 t = now_ns();
        if (!measuring && t >= t1) { measuring = true; h_reset(); a = take(); }
        if (t >= t2 || stopping) break;
        refill(t);
        while (calls_sent - calls_done < (u64)window && due()) send_call(&conns[1]);
        poll_once(flood_rate > 0 ? 1 : 100);
        if (conns[0].state == C_CLOSED || conns[1].state == C_CLOSED) die("connection closed by router after %" PRIu64 " calls", calls_done);
        if (calls_done != last_done) { last_done = calls_done; last_t = t; }
        else if (t - last_t > CALM_NS) die("no progress for %llu s after %" PRIu64 " calls", CALM_NS / 1000000000, calls_done);
    }
    b = take();
    if (!measuring) a = b;
    u64 in_meas = b.calls - a.calls;
    double p[4] = { h_pct(.5), h_pct(.99), h_pct(.999), hist_max };
    drain_calls();
    head();
    rate_out(a, b, in_meas);
    printf(",\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f", p[0] / 1e3, p[1] / 1e3, p[2] / 1e3, p[3] / 1e3);
    printf(",\"lost\":%" PRIu64 ",\"mismatch\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"rss_kib\":%ld}\n", calls_sent - calls_done,
        call_mismatch, call_errors, router_mem_kib("VmRSS:"));
}
/* n_callers connections with one call outstanding each, spread over n_callees; with --rate the only caller is paced */
static void run_many(void) {
    alloc_conns(n_callees + n_callers);
    for (int i = 0; i < n_conns; i++) {
        conns[i].role = i < n_callees ? R_CALLEE : R_CALLER;
        conns[i].pair = first_pair + (i < n_callees ? i : (i - n_callees) % n_callees);
    }
    setup_all();
    u64 t0 = now_ns(), t1 = t0 + (u64)(warm_s * 1e9), t2 = t1 + (u64)(dur_s * 1e9), last_done = 0, last_t = t0;
    u64 pause = flood_rate > 0 ? (u64)(1e9 / flood_rate) : 0, next = t0;
    snap a = { 0 }, b;
    bool measuring = false;
    for (;;) {
        u64 t = now_ns();
        if (!measuring && t >= t1) { measuring = true; h_reset(); a = take(); }
        if (t >= t2 || stopping) break;
        for (int i = n_callees; i < n_conns; i++) {
            conn *c = &conns[i];
            if (c->state == C_CLOSED) die("connection closed by router after %" PRIu64 " calls", calls_done);
            if (c->sent == c->done && t >= next) { send_call(c); if (pause) next = t + pause; }
        }
        poll_once(pause ? 1 : 100);
        if (calls_done != last_done) { last_done = calls_done; last_t = t; }
        else if (t - last_t > CALM_NS) die("no progress for %llu s after %" PRIu64 " calls", CALM_NS / 1000000000, calls_done);
    }
    b = take();
    if (!measuring) a = b;
    double p[4] = { h_pct(.5), h_pct(.99), h_pct(.999), hist_max };
    u64 n = hist_n;
    drain_calls();
    head();
    printf(",\"callers\":%d,\"callees\":%d", n_callers, n_callees);
    rate_out(a, b, b.calls - a.calls);
    printf(",\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,\"samples\":%" PRIu64, p[0] / 1e3, p[1] / 1e3, p[2] / 1e3, p[3] / 1e3, n);
    printf(",\"lost\":%" PRIu64 ",\"mismatch\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"rss_kib\":%ld}\n", calls_sent - calls_done,
        call_mismatch, call_errors, router_mem_kib("VmRSS:"));
}
static void run_pub(void) {
    alloc_conns(n_subs + 1);
    for (int i = 0; i < n_subs; i++) {
        conns[i].role = R_SUB;
        if (n_sub_sers) conns[i].ser = sub_sers[i % n_sub_sers];
    }
    conn *p = &conns[n_subs];
    p->role = R_PUB;
    setup_all();
    bool need_ack = ack || qos;
    u64 t0 = now_ns(), t1 = t0 + (u64)(warm_s * 1e9), t2 = t1 + (u64)(dur_s * 1e9), last_ev = 0, last_t = t0, stalls = 0, ackcredit = 0;
    snap a = { 0 }, b;
    bool measuring = false;
    for (;;) {
        u64 t = now_ns();
        if (!measuring && t >= t1) { measuring = true; a = take(); }
        if (t >= t2 || stopping) break;
        refill(t);
        for (;;) {
            u64 floor = (events + credit) / n_subs;
            if (need_ack && acks + ackcredit < floor) floor = acks + ackcredit;
            if (pubs_sent - floor >= (u64)window || p->out_len - p->out_off > 1 << 20 || !due()) break;
            send_publish(p);
        }
        poll_once(flood_rate > 0 ? 1 : 50);
        if (p->state == C_CLOSED) die("publisher closed by router after %" PRIu64 " publications", pubs_sent);
        if (events + acks != last_ev) { last_ev = events + acks; last_t = t; }
        else if (t - last_t > 400000000ull) { /* events were lost: forgive them and go on */
            stalls++;
            credit = pubs_sent * n_subs - events; ackcredit = pubs_sent - acks;
            last_t = t;
            if (!router_alive()) die("router died");
        }
    }
    b = take();
    if (!measuring) a = b;
    u64 dl = now_ns() + DRAIN_NS, le = events + acks;
    while ((events < pubs_sent * n_subs || (need_ack && acks < pubs_sent)) && now_ns() < dl) {
        poll_once(50);
        if (events + acks != le) { le = events + acks; dl = now_ns() + DRAIN_NS; }
    }
    u64 unacked = need_ack ? pubs_sent - acks : 0;
    u64 gaps = 0, reorder = 0, closed = 0;
    for (int i = 0; i < n_subs; i++) { gaps += conns[i].gaps; reorder += conns[i].reorder; closed += conns[i].closed_by_peer; }
    head();
    printf(",\"subs\":%d,\"ack\":%d", n_subs, need_ack);
    rate_out(a, b, b.ev - a.ev);
    printf(",\"pub_rate\":%.1f,\"lost\":%" PRIu64 ",\"lost_pct\":%.3f,\"gaps\":%" PRIu64 ",\"reorder\":%" PRIu64 ",\"stalls\":%" PRIu64
        ",\"subs_closed\":%" PRIu64 ",\"unacked\":%" PRIu64 ",\"mismatch\":%" PRIu64 ",\"rss_kib\":%ld}\n", (b.pubs - a.pubs) / elapsed(a, b),
        pubs_sent * n_subs - events, 100.0 * (pubs_sent * n_subs - events) / (pubs_sent * n_subs + 1e-9), gaps, reorder, stalls, closed, unacked,
        call_mismatch, router_mem_kib("VmRSS:"));
}
static void run_idle(void) {
    alloc_conns(n_sessions);
    long r0 = router_mem_kib("VmRSS:");
    snap a = take();
    setup_all();
    snap b = take();
    /* with a pipe as standard input: until that is closed, so that somebody can look at the router meanwhile */
    struct stat in;
    if (!fstat(0, &in) && S_ISFIFO(in.st_mode)) {
        struct pollfd end = { .fd = 0, .events = POLLIN };
        while (!(poll(&end, 1, 0) > 0 && end.revents & (POLLHUP | POLLIN))) poll_once(50);
    } else {
        u64 dl = now_ns() + 3000000000ull;
        while (now_ns() < dl) poll_once(50);
    }
    long r1 = router_mem_kib("VmRSS:");
    int alive = 0;
    for (int i = 0; i < n_conns; i++) alive += conns[i].state == C_READY;
    double el = (b.t - a.t) / 1e9;
    head();
    printf(",\"sessions\":%d,\"alive\":%d,\"connect_s\":%.3f,\"connect_rate\":%.1f,\"cpu_us_per_connect\":%.1f,\"rss0_kib\":%ld,\"rss1_kib\":%ld,\"kib_per_session\":%.2f}\n",
        n_conns, alive, el, n_conns / el, (b.rc - a.rc) * 1e6 / n_conns, r0, r1, (double)(r1 - r0) / n_conns);
}
/* a publisher that sends as fast as TCP lets it, n_subs subscribers that all read; for a probe in another process */
static void run_flood(void) {
    if (n_subs == 1) n_subs = 2;
    alloc_conns(n_subs + 1);
    for (int i = 0; i < n_subs; i++) conns[i].role = R_SUB;
    conn *p = &conns[n_subs];
    p->role = R_PUB;
    setup_all();
    u64 t1 = now_ns() + (u64)(dur_s * 1e9);
    snap a = take();
    while (now_ns() < t1) {
        if (p->state == C_CLOSED) die("publisher closed by router after %" PRIu64 " publications", pubs_sent);
        int k = 0;
        while (p->out_len - p->out_off < 1 << 18 && k++ < 512) send_publish(p);
        poll_once(p->want_out ? 1 : 0);
    }
    snap b = take();
    u64 gaps = 0, reorder = 0;
    for (int i = 0; i < n_subs; i++) { gaps += conns[i].gaps; reorder += conns[i].reorder; }
    head();
    rate_out(a, b, b.ev - a.ev);
    printf(",\"pub_rate\":%.0f,\"reorder\":%" PRIu64 ",\"dropped\":%" PRIu64 ",\"mismatch\":%" PRIu64 "}\n",
        (b.pubs - a.pubs) / elapsed(a, b), reorder, gaps, call_mismatch);
}
/* one subscriber stops reading while a publisher floods; a second subscriber on the
   same topic and an unrelated caller/callee pair tell whether others are affected */
static void run_slow(void) {
    bool rpc = proto == P_WAMP;
    alloc_conns(rpc ? 5 : 3);
    conns[0].role = R_SUB; conns[1].role = R_SUB; conns[2].role = R_PUB;
    if (rpc) { conns[3].role = R_CALLEE; conns[4].role = R_CALLER; }
    int save = payload_size;
    setup_all();
    conn *p = &conns[2];
    u64 t0 = now_ns(), t1 = t0 + 2000000000ull;
    payload_size = save;
    u64 next_call = t0;
    /* baseline RPC latency, 200 calls/s */
    while (now_ns() < t1) {
        if (rpc && now_ns() >= next_call && calls_sent == calls_done) { send_call(&conns[4]); next_call = now_ns() + 5000000ull; }
        poll_once(2);
    }
    double bp50 = h_pct(.5), bp99 = h_pct(.99);
    h_reset();
    if (!nostall) { conns[0].paused = true; arm(&conns[0]); }
    long rss0 = router_mem_kib("VmRSS:"), peak = rss0, rss = rss0;
    t0 = now_ns(); t1 = t0 + (u64)(dur_s * 1e9);
    snap a = take();
    u64 next_s = t0 + 500000000ull;
    char series[4096]; int sl = 0; series[0] = 0;
    bool capped = false, pub_closed = false;
    u64 ev_half = 0;
    while (now_ns() < t1) {
        u64 t = now_ns();
        if (p->state == C_READY) {
            int k = 0;
            while (p->out_len - p->out_off < 1 << 18 && k++ < 512 &&
                (flood_rate == 0 || pubs_sent < flood_rate * ((t - t0) / 1e9))) send_publish(p);
        } else pub_closed = true;
        if (rpc && conns[4].state == C_READY && t >= next_call && calls_sent == calls_done) { send_call(&conns[4]); next_call = t + 5000000ull; }
        poll_once(flood_rate || pub_closed || p->want_out ? 1 : 0);
        if (t >= next_s) {
            rss = router_mem_kib("VmRSS:");
            if (rss > peak) peak = rss;
            if (sl < 3900 && ((t - t0) / 500000000ull) % 4 == 0) sl += sprintf(series + sl, "%s%ld", sl ? "," : "", rss / 1024);
            next_s = t + 500000000ull;
            if (t - t0 < (u64)(dur_s * 5e8)) ev_half = conns[1].got;
            if (rss / 1024 > mem_cap_mib) { capped = true; break; }
            if (!router_alive()) break;
        }
    }
    snap b = take();
    bool alive = router_alive();
    u64 healthy = conns[1].got, hgaps = conns[1].gaps;
    bool pending_call = calls_sent > calls_done;
    u64 pending_ns = pending_call ? now_ns() - ring_t[conns[rpc ? 4 : 0].req % RING] : 0;
    u64 ncalls = hist_n;
    double p50 = h_pct(.5), p99 = h_pct(.99), mx = hist_max;
    /* let the healthy side drain, then see what the stalled subscriber gets */
    u64 dl = now_ns() + 3000000000ull, le = healthy;
    while (now_ns() < dl && conns[1].got < pubs_sent && conns[1].state == C_READY) { poll_once(20); if (conns[1].got != le) { le = conns[1].got; dl = now_ns() + 1500000000ull; } if (now_ns() - b.t > 15000000000ull) break; }
    u64 healthy_end = conns[1].got;
    bool kicked = conns[0].closed_by_peer;
    if (conns[0].state != C_CLOSED) {
        conns[0].paused = false; arm(&conns[0]);
        dl = now_ns() + 2000000000ull; le = 0;
        u64 lim = now_ns() + 15000000000ull;
        while (now_ns() < dl && now_ns() < lim && conns[0].state != C_CLOSED && conns[0].got < pubs_sent) {
            poll_once(20);
            if (conns[0].got != le) { le = conns[0].got; dl = now_ns() + 2000000000ull; }
        }
        kicked = conns[0].closed_by_peer;
    }
    long rss_end = router_mem_kib("VmRSS:");
    head();
    double el = (b.t - a.t) / 1e9;
    printf(",\"flood_s\":%.1f,\"pub_rate\":%.0f,\"pubs\":%" PRIu64 ",\"rss0_mib\":%ld,\"peak_mib\":%ld,\"rss_end_mib\":%ld,\"series_mib\":[%s],\"capped\":%d,\"router_alive\":%d"
        ",\"pub_closed\":%d,\"healthy_rate\":%.0f,\"healthy_got_pct\":%.2f,\"healthy_gaps\":%" PRIu64 ",\"healthy_gaps_end\":%" PRIu64 ",\"healthy_reorder\":%" PRIu64 ",\"healthy_stalled\":%d,\"stalled_got_pct\":%.2f,\"stalled_gaps\":%" PRIu64 ",\"stalled_kicked\":%d"
        ",\"base_p50_us\":%.1f,\"base_p99_us\":%.1f,\"calls\":%" PRIu64 ",\"flood_p50_us\":%.1f,\"flood_p99_us\":%.1f,\"flood_max_us\":%.1f,\"pending_call_ms\":%.0f}\n",
        el, pubs_sent / el, pubs_sent, rss0 / 1024, peak / 1024, rss_end / 1024, series, capped, alive, pub_closed, healthy / el,
        100.0 * healthy_end / (pubs_sent + 1e-9), hgaps, conns[1].gaps, conns[1].reorder, healthy == ev_half, 100.0 * conns[0].got / (pubs_sent + 1e-9), conns[0].gaps, kicked,
        bp50 / 1e3, bp99 / 1e3, ncalls, p50 / 1e3, p99 / 1e3, mx / 1e3, pending_ns / 1e6);
}
/* start the router command given after "--" and time until the first WELCOME/CONNACK */
static void run_start(char **cmd) {
    u64 t0 = now_ns();
    pid_t pid = fork();
    if (pid == 0) {
        if (router_core >= 0) { cpu_set_t s; CPU_ZERO(&s); CPU_SET(router_core, &s); sched_setaffinity(0, sizeof s, &s); }
        int fd = open("/dev/null", O_RDWR);
        dup2(fd, 0); dup2(fd, 1); dup2(fd, 2);
        execvp(cmd[0], cmd);
        _exit(127);
    }
    pids[n_pids++] = pid;
    double ms = -1;
    alloc_conns(1);
    while (now_ns() - t0 < 60000000000ull) {
        memset(&conns[0], 0, sizeof conns[0]);
        n_connecting = n_started = n_joined = n_dirty = 0;
        start_connect(&conns[0]);
        u64 dl = now_ns() + 5000000000ull;
        while (conns[0].state != C_CLOSED && !n_joined && now_ns() < dl) poll_once(20);
        if (n_joined) { ms = (now_ns() - t0) / 1e6; break; }
        if (conns[0].state != C_CLOSED) close(conns[0].fd);
        usleep(2000);
        if (waitpid(pid, NULL, WNOHANG) == pid) break;
    }
    double cpu = router_cpu();
    sleep(1);
    long rss = router_mem_kib("VmRSS:");
    head();
    printf(",\"start_ms\":%.1f,\"start_cpu_ms\":%.0f,\"rss_mib\":%.1f}\n", ms, cpu * 1e3, rss / 1024.0);
    kill(pid, SIGTERM);
    for (int i = 0; i < 100; i++) { if (waitpid(pid, NULL, WNOHANG) == pid) return; usleep(50000); }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
static int ser_named(const char *v) { return !strcmp(v, "json") ? S_JSON : !strcmp(v, "cbor") ? S_CBOR : S_MSGPACK; }
static void usage(void) {
    fprintf(stderr,
        "wampbench [options] MODE [-- router command for mode start]\n"
        "  MODE: rpc | many | pub | idle | slow | flood | start\n"
        "  --proto wamp|mqtt|relay   --transport rs|ws   --ser json|msgpack|cbor   --sub-ser SER[,SER..] (subscribers in turn)\n"
        "  --authid NAME --ticket TICKET   --callers N --callees N (mode many)   --pair N (first procedure or relay pair)\n"
        "  --host A --port N --path /ws --realm R --pid P[,P..] (router processes to account)\n"
        "  --size BYTES --window N (outstanding calls / publications) --subs N --ack --qos 0|1\n"
        "  --sessions N --inflight N (mode idle)   --warm S --dur S   --rate N (rpc, many, pub, slow: messages/s at most, 0 = as fast as it goes)\n"
        "  --memcap MIB (slow: stop above this)   --nostall (slow: control run, nobody stops reading)   --router-core N   --label TEXT\n");
    exit(2);
}
int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    char **cmd = NULL;
    int i;
    bool have_mode = false;
    for (i = 1; i < argc; i++) {
        char *o = argv[i], *v = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(o, "--")) { cmd = argv + i + 1; break; }
        if (o[0] != '-') { mode = o; have_mode = true; continue; }
        if (!strcmp(o, "--ack")) { ack = true; continue; }
        if (!strcmp(o, "--nostall")) { nostall = true; continue; }
        if (!v) usage();
        i++;
        if (!strcmp(o, "--proto")) proto = !strcmp(v, "mqtt") ? P_MQTT : !strcmp(v, "relay") ? P_RELAY : P_WAMP;
        else if (!strcmp(o, "--transport")) transport = !strcmp(v, "ws") ? T_WS : T_RS;
        else if (!strcmp(o, "--ser")) ser = ser_named(v);
        else if (!strcmp(o, "--sub-ser")) { for (char *s = strtok(v, ","); s && n_sub_sers < 8; s = strtok(NULL, ",")) sub_sers[n_sub_sers++] = ser_named(s); }
        else if (!strcmp(o, "--authid")) authid = v;
        else if (!strcmp(o, "--ticket")) ticket = v;
        else if (!strcmp(o, "--callers")) n_callers = atoi(v);
        else if (!strcmp(o, "--callees")) n_callees = atoi(v);
        else if (!strcmp(o, "--pair")) first_pair = atoi(v);
        else if (!strcmp(o, "--host")) host = v;
        else if (!strcmp(o, "--port")) port = atoi(v);
        else if (!strcmp(o, "--path")) path = v;
        else if (!strcmp(o, "--realm")) realm = v;
        else if (!strcmp(o, "--pid")) { for (char *s = strtok(v, ","); s; s = strtok(NULL, ",")) pids[n_pids++] = atoi(s); }
        else if (!strcmp(o, "--size")) payload_size = atoi(v);
        else if (!strcmp(o, "--window")) window = atoi(v);
        else if (!strcmp(o, "--subs")) n_subs = atoi(v);
        else if (!strcmp(o, "--qos")) qos = atoi(v);
        else if (!strcmp(o, "--sessions")) n_sessions = atoi(v);
        else if (!strcmp(o, "--inflight")) inflight_cap = atoi(v);
        else if (!strcmp(o, "--warm")) warm_s = atof(v);
        else if (!strcmp(o, "--dur")) dur_s = atof(v);
        else if (!strcmp(o, "--rate")) flood_rate = atof(v);
        else if (!strcmp(o, "--memcap")) mem_cap_mib = atol(v);
        else if (!strcmp(o, "--router-core")) router_core = atoi(v);
        else if (!strcmp(o, "--label")) label = v;
        else usage();
    }
    if (!have_mode || payload_size < 12 || payload_size > (int)sizeof pay || window >= RING || n_callees < 1 || n_callers < 1 || first_pair + n_callees > 256) usage();
    if (proto != P_WAMP) transport = T_RS;
    memset(pay, 'x', sizeof pay);
    ep = epoll_create1(EPOLL_CLOEXEC);
    if (!strcmp(mode, "rpc") || !strcmp(mode, "many") || !strcmp(mode, "pub")) {
        struct sigaction stop = { .sa_handler = on_stop };
        sigaction(SIGTERM, &stop, NULL);
        sigaction(SIGINT, &stop, NULL);
    }
    if (!strcmp(mode, "rpc")) run_rpc();
    else if (!strcmp(mode, "many")) run_many();
    else if (!strcmp(mode, "pub")) run_pub();
    else if (!strcmp(mode, "idle")) run_idle();
    else if (!strcmp(mode, "slow")) run_slow();
    else if (!strcmp(mode, "flood")) run_flood();
    else if (!strcmp(mode, "start") && cmd) run_start(cmd);
    else usage();
    fflush(stdout);
    return 0;
}
