/**
 * Links over Eclipse Paho's MQTT 5 client, the only place that knows it. What the library does
 * badly is kept away from: one client object per connection (its outgoing topic aliases do not
 * survive a reconnection and cannot be switched off), no automatic reconnection (it fights for a
 * client identifier that was taken over), one callback (listeners per subscription are broken), no
 * incoming aliases, memory persistence, acknowledging by hand, nothing waited for in a callback.
 */
@NullMarked
package io.junctor.mqtt.paho;

import org.jspecify.annotations.NullMarked;
