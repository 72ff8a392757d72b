/* What was asked for on the command line, and the names the other parts share. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint64_t u64;

enum { P_WAMP, P_MQTT, P_RELAY };
enum { T_RS, T_WS };
enum { S_JSON = 1, S_MSGPACK = 2, S_CBOR = 3 };

static int proto = P_WAMP, transport = T_RS, ser = S_MSGPACK;
static const char *host = "127.0.0.1", *path = "/ws", *realm = "realm1";
static int port = 8080;
static const char *mode = "rpc";
static int n_subs = 1, n_callers = 1, n_callees = 1, window = 64, payload_size = 64, qos = 0;
static int n_sessions = 5000, inflight_cap = 32;
static bool ack = false, nostall = false;
static double warm_s = 1, dur_s = 3, flood_rate = 0;
static long mem_cap_mib = 6000;
static pid_t pids[64];
static int n_pids = 0;
static int router_core = -1;
static const char *topic = "com.bench.topic", *procedure = "com.bench.echo";
static const char *label = "";
static const char *authid = "", *ticket = "";   /* none: joins without a proof */
static int sub_sers[8], n_sub_sers;               /* serializers of the subscribers in turn; none: ser */

