package io.junctor.wamp.transport;

/**
 * The process that opened a Unix socket to us, as the kernel recorded it when it connected
 * (SO_PEERCRED in unix(7)); the peer cannot choose it.
 *
 * <p>A user of another user namespace than ours has the overflow id 65534, like every other such
 * user: whoever decides by {@code uid} must not run in a namespace of its own.
 *
 * @param pid its process id, for logs: it may have ended and be another's by now.
 * @param uid its effective user id.
 * @param gid its effective group id.
 */
public record PeerProcess(int pid, int uid, int gid) {}
