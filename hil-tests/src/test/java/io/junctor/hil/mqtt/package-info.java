/**
 * MQTT as its users meet it: mosquitto's clients against the gateway's listener, and the gateway's
 * adapter against a mosquitto broker that is killed and started again.
 */
@NullMarked
package io.junctor.hil.mqtt;

import org.jspecify.annotations.NullMarked;
