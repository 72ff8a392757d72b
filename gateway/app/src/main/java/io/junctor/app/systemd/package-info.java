/**
 * What the service manager and this process tell each other: sd_notify(3) and the watchdog.
 *
 * <p>{@link io.junctor.app.systemd.Notifier} sends, {@link io.junctor.app.systemd.Watchdog} decides
 * when; without {@code NOTIFY_SOCKET} in the environment nothing is sent. The unit files are in
 * {@code systemd/} of the repository. Not here: what health is (node), when a process is ready
 * (cli).
 */
@NullMarked
package io.junctor.app.systemd;

import org.jspecify.annotations.NullMarked;
