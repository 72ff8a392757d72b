/* As much of JSON, MessagePack and CBOR as WAMP frames of this generator need; the format is the global ser. */

/* encoding */
static u8 body[1 << 21], *bw;
static bool comma;
static void e_start(void) { bw = body; comma = false; }
static inline void sep(void) { if (ser == S_JSON) { if (comma) *bw++ = ','; comma = true; } }
static void e_arr(int n) {
    if (ser == S_JSON) { sep(); *bw++ = '['; comma = false; }
    else if (ser == S_MSGPACK) *bw++ = 0x90 | n;
    else *bw++ = 0x80 | n;
}
static void e_arr_end(void) { if (ser == S_JSON) { *bw++ = ']'; comma = true; } }
static void e_map(int n) {
    if (ser == S_JSON) { sep(); *bw++ = '{'; comma = false; }
    else if (ser == S_MSGPACK) *bw++ = 0x80 | n;
    else *bw++ = 0xa0 | n;
}
static void e_map_end(void) { if (ser == S_JSON) { *bw++ = '}'; comma = true; } }
static void be(u64 v, int n) { while (n--) *bw++ = (u8)(v >> (8 * n)); }
static void e_uint(u64 v) {
    if (ser == S_JSON) {
        sep();
        char t[24]; int i = 24;
        do { t[--i] = '0' + v % 10; v /= 10; } while (v);
        memcpy(bw, t + i, 24 - i); bw += 24 - i;
    } else if (ser == S_MSGPACK) {
        if (v < 128) *bw++ = (u8)v;
        else if (v < 256) { *bw++ = 0xcc; be(v, 1); }
        else if (v < 65536) { *bw++ = 0xcd; be(v, 2); }
        else if (v < 1ull << 32) { *bw++ = 0xce; be(v, 4); }
        else { *bw++ = 0xcf; be(v, 8); }
    } else {
        if (v < 24) *bw++ = (u8)v;
        else if (v < 256) { *bw++ = 0x18; be(v, 1); }
        else if (v < 65536) { *bw++ = 0x19; be(v, 2); }
        else if (v < 1ull << 32) { *bw++ = 0x1a; be(v, 4); }
        else { *bw++ = 0x1b; be(v, 8); }
    }
}
static void e_strn(const void *s, size_t n) {
    if (ser == S_JSON) { sep(); *bw++ = '"'; memcpy(bw, s, n); bw += n; *bw++ = '"'; return; }
    if (ser == S_MSGPACK) {
        if (n < 32) *bw++ = 0xa0 | n;
        else if (n < 256) { *bw++ = 0xd9; be(n, 1); }
        else if (n < 65536) { *bw++ = 0xda; be(n, 2); }
        else { *bw++ = 0xdb; be(n, 4); }
    } else {
        if (n < 24) *bw++ = 0x60 | n;
        else if (n < 256) { *bw++ = 0x78; be(n, 1); }
        else if (n < 65536) { *bw++ = 0x79; be(n, 2); }
        else { *bw++ = 0x7a; be(n, 4); }
    }
    memcpy(bw, s, n); bw += n;
}
static void e_str(const char *s) { e_strn(s, strlen(s)); }
static void e_key(const char *s) { e_str(s); if (ser == S_JSON) { *bw++ = ':'; comma = false; } }
static void e_true(void) {
    if (ser == S_JSON) { sep(); memcpy(bw, "true", 4); bw += 4; }
    else *bw++ = ser == S_MSGPACK ? 0xc3 : 0xf5;
}

/* decoding */
typedef struct { const u8 *p, *e; bool ok; } cur;
static void j_ws(cur *c) {
    while (c->p < c->e && (*c->p == ' ' || *c->p == ',' || *c->p == ':' || *c->p == '\n' || *c->p == '\r' || *c->p == '\t')) c->p++;
}
static u64 rd_be(cur *c, int n) {
    u64 v = 0;
    if (c->e - c->p < n) { c->ok = false; return 0; }
    while (n--) v = v << 8 | *c->p++;
    return v;
}
/* returns the number of elements; -1 for JSON (unknown) */
static long d_arr(cur *c) {
    if (ser == S_JSON) {
        j_ws(c);
        if (c->p < c->e && *c->p == '[') { c->p++; return -1; }
        c->ok = false; return 0;
    }
    if (c->p >= c->e) { c->ok = false; return 0; }
    u8 b = *c->p++;
    if (ser == S_MSGPACK) {
        if ((b & 0xf0) == 0x90) return b & 15;
        if (b == 0xdc) return rd_be(c, 2);
        if (b == 0xdd) return rd_be(c, 4);
    } else if ((b & 0xe0) == 0x80) {
        int m = b & 31;
        if (m < 24) return m;
        if (m <= 27) return rd_be(c, 1 << (m - 24));
        if (m == 31) return 1 << 30;
    }
    c->ok = false;
    return 0;
}
static u64 d_uint(cur *c) {
    if (ser == S_JSON) {
        j_ws(c);
        u64 v = 0;
        const u8 *s = c->p;
        while (c->p < c->e && *c->p >= '0' && *c->p <= '9') v = v * 10 + (*c->p++ - '0');
        if (c->p == s) c->ok = false;
        if (c->p < c->e && (*c->p == '.' || *c->p == 'e' || *c->p == 'E')) {
            v = (u64)strtod((const char *)s, NULL);
            while (c->p < c->e && strchr("0123456789.eE+-", *c->p)) c->p++;
        }
        return v;
    }
    if (c->p >= c->e) { c->ok = false; return 0; }
    u8 b = *c->p++;
    union { u64 u; double d; } x;
    if (ser == S_MSGPACK) {
        if (b < 128) return b;
        switch (b) {
        case 0xcc: case 0xd0: return rd_be(c, 1);
        case 0xcd: case 0xd1: return rd_be(c, 2);
        case 0xce: case 0xd2: return rd_be(c, 4);
        case 0xcf: case 0xd3: return rd_be(c, 8);
        case 0xcb: x.u = rd_be(c, 8); return (u64)x.d;
        }
    } else {
        if (b < 24) return b;
        if (b <= 0x1b) return rd_be(c, 1 << (b - 0x18));
        if (b == 0xfb) { x.u = rd_be(c, 8); return (u64)x.d; }
    }
    c->ok = false;
    return 0;
}
static void d_skip(cur *c) {
    if (c->p >= c->e) { c->ok = false; return; }
    if (ser == S_JSON) {
        j_ws(c);
        int depth = 0;
        do {
            if (c->p >= c->e) { c->ok = false; return; }
            u8 b = *c->p;
            if (b == '"') {
                c->p++;
                while (c->p < c->e && *c->p != '"') c->p += *c->p == '\\' ? 2 : 1;
                c->p++;
            } else if (b == '[' || b == '{') { depth++; c->p++; }
            else if (b == ']' || b == '}') { depth--; c->p++; }
            else if (depth == 0) {
                while (c->p < c->e && *c->p != ',' && *c->p != ']' && *c->p != '}') c->p++;
            } else c->p++;
        } while (depth > 0);
        return;
    }
    u8 b = *c->p++;
    u64 n = 0;
    if (ser == S_MSGPACK) {
        if (b < 0x80 || b >= 0xe0 || b == 0xc0 || b == 0xc2 || b == 0xc3) return;
        if ((b & 0xf0) == 0x90) { n = b & 15; while (n-- && c->ok) d_skip(c); return; }
        if ((b & 0xf0) == 0x80) { n = (b & 15) * 2; while (n-- && c->ok) d_skip(c); return; }
        if ((b & 0xe0) == 0xa0) { n = b & 31; goto adv; }
        switch (b) {
        case 0xc4: case 0xd9: n = rd_be(c, 1); goto adv;
        case 0xc5: case 0xda: n = rd_be(c, 2); goto adv;
        case 0xc6: case 0xdb: n = rd_be(c, 4); goto adv;
        case 0xcc: case 0xd0: n = 1; goto adv;
        case 0xcd: case 0xd1: n = 2; goto adv;
        case 0xca: case 0xce: case 0xd2: n = 4; goto adv;
        case 0xcb: case 0xcf: case 0xd3: n = 8; goto adv;
        case 0xdc: n = rd_be(c, 2); while (n-- && c->ok) d_skip(c); return;
        case 0xdd: n = rd_be(c, 4); while (n-- && c->ok) d_skip(c); return;
        case 0xde: n = rd_be(c, 2) * 2; while (n-- && c->ok) d_skip(c); return;
        case 0xdf: n = rd_be(c, 4) * 2; while (n-- && c->ok) d_skip(c); return;
        }
        c->ok = false;
        return;
    } else {
        int maj = b >> 5, m = b & 31;
        if (m < 24) n = m;
        else if (m <= 27) n = rd_be(c, 1 << (m - 24));
        else if (m == 31) {
            while (c->ok && c->p < c->e && *c->p != 0xff) d_skip(c);
            c->p++;
            return;
        } else { c->ok = false; return; }
        switch (maj) {
        case 0: case 1: case 7: return;
        case 2: case 3: goto adv;
        case 4: while (n-- && c->ok) d_skip(c); return;
        case 5: n *= 2; while (n-- && c->ok) d_skip(c); return;
        case 6: d_skip(c); return;
        }
    }
adv:
    if ((u64)(c->e - c->p) < n) { c->ok = false; return; }
    c->p += n;
}
static bool d_str(cur *c, const u8 **s, size_t *n) {
    if (c->p >= c->e) return false;
    if (ser == S_JSON) {
        j_ws(c);
        if (c->p >= c->e || *c->p != '"') return false;
        *s = ++c->p;
        const u8 *q = memchr(c->p, '"', c->e - c->p);
        if (!q) return false;
        *n = q - c->p; c->p = q + 1;
        return true;
    }
    u8 b = *c->p++;
    u64 l;
    if (ser == S_MSGPACK) {
        if ((b & 0xe0) == 0xa0) l = b & 31;
        else if (b == 0xd9 || b == 0xc4) l = rd_be(c, 1);
        else if (b == 0xda || b == 0xc5) l = rd_be(c, 2);
        else if (b == 0xdb || b == 0xc6) l = rd_be(c, 4);
        else return false;
    } else {
        if ((b >> 5) != 3 && (b >> 5) != 2) return false;
        int m = b & 31;
        if (m < 24) l = m;
        else if (m <= 27) l = rd_be(c, 1 << (m - 24));
        else return false;
    }
    if (!c->ok || (u64)(c->e - c->p) < l) return false;
    *s = c->p; *n = l; c->p += l;
    return true;
}

