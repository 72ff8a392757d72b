package io.junctor.mqtt.link;

/**
 * A subscription.
 *
 * @param filter the topic filter.
 * @param qos 0 or 1.
 */
public record LinkFilter(String filter, int qos) {}
