/*
 * relay - the "physical limit" line: one thread, epoll, no WAMP.
 * A client names its side with one byte: 'A' (source) or 'B' (sink); the answer is 'K'.
 * Bytes from an A connection go unchanged to every B connection, bytes from a B
 * connection go to the newest A connection.  Reads of up to 64 KiB are passed on whole.
 * With -m, frames (4-byte RawSocket headers) are written one by one, a write() for each,
 * which is what a router without write coalescing pays.
 *
 * Pairs: 'C' n (caller of callee n) and 'D' n (callee n), n one byte.  A frame from a caller goes to its
 * callee, a frame from a callee to the caller whose frame it got first.  Without -m what one round of the
 * loop has for a connection is written at once.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNS_MAX 70000
#define PAIRS_MAX 256
#define OPEN_MAX_PER_PAIR 65536   /* calls open at one callee; a power of two */

typedef struct {
    int fd;
    char side;
    uint8_t pair;
    uint8_t *out; size_t off, len, cap;
    bool want, dirty;
    uint8_t *part; size_t plen, pcap;
} conn;
typedef struct { conn *callee; int *callers; unsigned head, tail; } pair;

static conn *cs[CONNS_MAX], *dirty[CONNS_MAX];
static pair pairs[PAIRS_MAX];
static int bs[CONNS_MAX], nb, ep, a_fd = -1, n_dirty;
static bool per_msg;

static void arm(conn *c) {
    struct epoll_event ev = { .events = EPOLLIN | (c->want ? EPOLLOUT : 0), .data.fd = c->fd };
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
}
static void drop(conn *c) {
    for (int i = 0; i < nb; i++) if (bs[i] == c->fd) { bs[i] = bs[--nb]; break; }
    for (int i = 0; i < n_dirty; i++) if (dirty[i] == c) { dirty[i] = dirty[--n_dirty]; break; }
    if (a_fd == c->fd) a_fd = -1;
    if (c->side == 'D' && pairs[c->pair].callee == c) pairs[c->pair].callee = NULL;
    cs[c->fd] = NULL;
    close(c->fd);
    free(c->out); free(c->part); free(c);
}
static void keep(conn *c, const uint8_t *p, size_t n) {
    if (c->len + n > c->cap) { c->cap = (c->len + n) * 2; c->out = realloc(c->out, c->cap); }
    memcpy(c->out + c->len, p, n); c->len += n;
}
static void put(conn *c, const uint8_t *p, size_t n) {
    if (c->off == c->len) {
        c->off = c->len = 0;
        ssize_t w = send(c->fd, p, n, MSG_NOSIGNAL);
        if (w < 0) w = 0;
        p += w; n -= w;
        if (!n) return;
    }
    keep(c, p, n);
    if (!c->want) { c->want = true; arm(c); }
}
/* at the end of the round, unless each message is to be written alone */
static void put_later(conn *c, const uint8_t *p, size_t n) {
    if (per_msg) { put(c, p, n); return; }
    if (c->off == c->len) c->off = c->len = 0;
    keep(c, p, n);
    if (!c->dirty) { c->dirty = true; dirty[n_dirty++] = c; }
}
static void flush_out(conn *c) {
    ssize_t w = send(c->fd, c->out + c->off, c->len - c->off, MSG_NOSIGNAL);
    if (w > 0) c->off += w;
    bool left = c->off != c->len;
    if (!left) c->off = c->len = 0;
    if (c->want != left) { c->want = left; arm(c); }
}
static void route(conn *c, const uint8_t *p, size_t n) {
    if (c->side == 'A') { for (int i = 0; i < nb; i++) put(cs[bs[i]], p, n); }
    else if (a_fd >= 0) put(cs[a_fd], p, n);
}
static void route_pair(conn *c, const uint8_t *p, size_t n) {
    pair *q = &pairs[c->pair];
    if (c->side == 'C') {
        if (!q->callee || q->tail - q->head == OPEN_MAX_PER_PAIR) return;
        q->callers[q->tail++ % OPEN_MAX_PER_PAIR] = c->fd;
        put_later(q->callee, p, n);
    } else if (q->head != q->tail) {
        conn *caller = cs[q->callers[q->head++ % OPEN_MAX_PER_PAIR]];
        if (caller) put_later(caller, p, n);
    }
}
static bool is_pair(const conn *c) { return c->side == 'C' || c->side == 'D'; }
static void frames(conn *c, const uint8_t *p, size_t r) {
    if (c->plen + r > c->pcap) { c->pcap = (c->plen + r) * 2; c->part = realloc(c->part, c->pcap); }
    memcpy(c->part + c->plen, p, r); c->plen += r;
    size_t o = 0;
    while (c->plen - o >= 4) {
        size_t m = 4 + ((size_t)c->part[o + 1] << 16 | c->part[o + 2] << 8 | c->part[o + 3]);
        if (c->plen - o < m) break;
        if (is_pair(c)) route_pair(c, c->part + o, m); else route(c, c->part + o, m);
        o += m;
    }
    memmove(c->part, c->part + o, c->plen - o); c->plen -= o;
}
static void accept_one(int l) {
    int f = accept4(l, NULL, NULL, SOCK_NONBLOCK), one = 1;
    if (f < 0) return;
    if (f >= CONNS_MAX) { close(f); return; }
    setsockopt(f, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    conn *c = calloc(1, sizeof *c);
    c->fd = f; cs[f] = c;
    struct epoll_event e = { .events = EPOLLIN, .data.fd = f };
    epoll_ctl(ep, EPOLL_CTL_ADD, f, &e);
}
/* the side's name; returns how many bytes it has */
static int name(conn *c, const uint8_t *p, ssize_t r) {
    bool of_pair = p[0] == 'C' || p[0] == 'D';
    if (of_pair && r < 2) return 0;   /* both bytes come in one write */
    c->side = p[0];
    if (c->side == 'A') a_fd = c->fd;
    else if (c->side == 'B') bs[nb++] = c->fd;
    else {
        c->pair = p[1];
        pair *q = &pairs[c->pair];
        if (!q->callers) q->callers = calloc(OPEN_MAX_PER_PAIR, sizeof *q->callers);
        if (c->side == 'D') { q->callee = c; q->head = q->tail = 0; }
    }
    put(c, (const uint8_t *)"K", 1);
    return of_pair ? 2 : 1;
}
static void on_readable(conn *c) {
    static uint8_t buf[65536];
    ssize_t r = recv(c->fd, buf, sizeof buf, 0);
    if (r < 0 && errno == EAGAIN) return;
    if (r <= 0) { drop(c); return; }
    uint8_t *p = buf;
    if (!c->side) { int n = name(c, p, r); p += n; r -= n; }
    if (!r) return;
    if (per_msg || is_pair(c)) frames(c, p, r); else route(c, p, r);
}
int main(int argc, char **argv) {
    int port = 7000;
    for (int i = 1; i < argc; i++) { if (!strcmp(argv[i], "-m")) per_msg = true; else port = atoi(argv[i]); }
    signal(SIGPIPE, SIG_IGN);
    int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(l, (void *)&a, sizeof a) || listen(l, 1024)) { perror("listen"); return 1; }
    ep = epoll_create1(0);
    struct epoll_event ev = { .events = EPOLLIN, .data.fd = l }, evs[256];
    epoll_ctl(ep, EPOLL_CTL_ADD, l, &ev);
    for (;;) {
        int n = epoll_wait(ep, evs, 256, -1);
        for (int i = 0; i < n; i++) {
            if (evs[i].data.fd == l) { accept_one(l); continue; }
            conn *c = cs[evs[i].data.fd];
            if (c && evs[i].events & EPOLLOUT) flush_out(c);
            if (c && evs[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_readable(c);
        }
        for (int i = 0; i < n_dirty; i++) { dirty[i]->dirty = false; flush_out(dirty[i]); }
        n_dirty = 0;
    }
}
