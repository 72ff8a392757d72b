/**
 * How sessions prove who they are: the packaged gateway with AutobahnJS, wampy and Autobahn|Python
 * by each method that they have, and with peers of our own by the others.
 */
@NullMarked
package io.junctor.hil.auth;

import org.jspecify.annotations.NullMarked;
