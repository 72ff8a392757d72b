package io.junctor.mqtt.mapping;

import io.junctor.wamp.uri.MatchPolicy;

/**
 * What to subscribe to at the router for a filter.
 *
 * @param uri URI, prefix or wildcard pattern.
 * @param match how it is compared.
 * @param optional whether the filter still makes sense when the router refuses this one: {@code
 *     a/#} also means {@code a} itself, which a permission for {@code a.} does not cover.
 */
public record WampPattern(String uri, MatchPolicy match, boolean optional) {}
