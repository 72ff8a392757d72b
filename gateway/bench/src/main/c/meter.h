/* Clock, latency histogram, and what the kernel says a process has used. */
static u64 now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (u64)t.tv_sec * 1000000000ull + t.tv_nsec;
}
static void die(const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char b[512];
    vsnprintf(b, sizeof b, fmt, ap);
    va_end(ap);
    printf("{\"label\":\"%s\",\"mode\":\"%s\",\"error\":\"%s\"}\n", label, mode, b);
    fflush(stdout);
    exit(1);
}

/* log-linear latency histogram, 64 sub-buckets per power of two */
#define HSUB 64
static u64 hist[64 * HSUB], hist_n, hist_max;
static void h_reset(void) { memset(hist, 0, sizeof hist); hist_n = hist_max = 0; }
static void h_add(u64 v) {
    if (v > hist_max) hist_max = v;
    hist_n++;
    if (v < HSUB) { hist[v]++; return; }
    int e = 63 - __builtin_clzll(v);
    int sub = (int)((v >> (e - 6)) & 63);
    hist[(e - 5) * HSUB + sub]++;
}
static double h_pct(double p) {
    u64 target = (u64)(p * hist_n), c = 0;
    if (!hist_n) return 0;
    for (int i = 0; i < 64 * HSUB; i++) {
        c += hist[i];
        if (c > target || c == hist_n) {
            if (i < HSUB) return i;
            int e = i / HSUB + 5, sub = i % HSUB;
            return (double)((1ull << e) + ((u64)sub << (e - 6)));
        }
    }
    return hist_max;
}

/* CPU time (s) of the router processes, all threads, ended ones too; to the nanosecond */
static double router_cpu(void) {
    double s = 0;
    for (int i = 0; i < n_pids; i++) {
        clockid_t clock;
        struct timespec t;
        if (!clock_getcpuclockid(pids[i], &clock) && !clock_gettime(clock, &t)) s += (double)t.tv_sec + t.tv_nsec / 1e9;
    }
    return s;
}
static bool router_alive(void) {
    for (int i = 0; i < n_pids; i++) {
        char f[64], b[512];
        snprintf(f, sizeof f, "/proc/%d/stat", pids[i]);
        FILE *fp = fopen(f, "r");
        if (!fp) return false;
        size_t n = fread(b, 1, sizeof b - 1, fp);
        fclose(fp);
        b[n] = 0;
        char *p = strrchr(b, ')');
        if (p && (p[2] == 'Z' || p[2] == 'X')) return false;
    }
    return true;
}
static long router_mem_kib(const char *key) {
    long s = 0;
    for (int i = 0; i < n_pids; i++) {
        char f[64], l[256];
        snprintf(f, sizeof f, "/proc/%d/status", pids[i]);
        FILE *fp = fopen(f, "r");
        if (!fp) continue;
        while (fgets(l, sizeof l, fp))
            if (!strncmp(l, key, strlen(key))) { s += atol(l + strlen(key) + 1); break; }
        fclose(fp);
    }
    return s;
}
/* read-like and write-like system calls so far (Linux counts read/readv/write/writev here, not send/recv) */
static void router_io(u64 *r, u64 *w) {
    *r = *w = 0;
    for (int i = 0; i < n_pids; i++) {
        char f[64], l[256];
        snprintf(f, sizeof f, "/proc/%d/io", pids[i]);
        FILE *fp = fopen(f, "r");
        if (!fp) continue;
        while (fgets(l, sizeof l, fp)) {
            if (!strncmp(l, "syscr:", 6)) *r += strtoull(l + 6, NULL, 10);
            if (!strncmp(l, "syscw:", 6)) *w += strtoull(l + 6, NULL, 10);
        }
        fclose(fp);
    }
}
/* busy seconds of one core (all processes): a noise indicator on shared machines */
static double core_busy(int core) {
    if (core < 0) return 0;
    char l[512], k[16];
    snprintf(k, sizeof k, "cpu%d ", core);
    FILE *fp = fopen("/proc/stat", "r");
    double r = 0;
    if (!fp) return 0;
    while (fgets(l, sizeof l, fp))
        if (!strncmp(l, k, strlen(k))) {
            unsigned long u, n, s, id, io, hi, si, stl;
            if (sscanf(l + strlen(k), "%lu %lu %lu %lu %lu %lu %lu %lu", &u, &n, &s, &id, &io, &hi, &si, &stl) == 8)
                r = (double)(u + n + s + hi + si + stl) / sysconf(_SC_CLK_TCK);
        }
    fclose(fp);
    return r;
}
static double self_cpu(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

