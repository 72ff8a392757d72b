package io.junctor.wamp.auth;

/**
 * Who a session is, as the router found out.
 *
 * @param authid the name of the principal.
 * @param authrole the role its permissions come from.
 * @param authmethod how it proved itself: {@code ticket}, {@code cryptosign}, {@code anonymous},
 *     {@code local}.
 * @param authprovider who vouches for it: {@code static} or {@code dynamic}.
 */
public record Identity(String authid, String authrole, String authmethod, String authprovider) {}
