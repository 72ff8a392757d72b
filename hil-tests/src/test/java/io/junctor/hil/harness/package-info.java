/**
 * The product as tests run it: a gateway process with its own configuration and files, client
 * programs of other projects, and what to do when a tool is missing.
 *
 * <p>Start reading at {@link io.junctor.hil.harness.GatewayProcess} and {@link
 * io.junctor.hil.harness.SharedGateways}.
 */
@NullMarked
package io.junctor.hil.harness;

import org.jspecify.annotations.NullMarked;
