package io.junctor.hil.harness;

import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The gateways all tests of a run share: one process, started when the first test asks for it and
 * ended after the last, and one inside the tests for the local transport. Tests must use URIs of
 * their own.
 *
 * <p>A test class gets it as a parameter of its constructor:
 * {@code @ExtendWith(Gateways.Extension.class)}. Set {@code -Djunctor.gateway=in-process} to test
 * without the packaged product.
 */
public final class Gateways implements AutoCloseable {

  private static final String PROPERTY = "junctor.gateway";

  private @Nullable GatewayUnderTest process;
  private @Nullable GatewayUnderTest local;

  private Gateways() {}

  /** The gateway that a wire leads to. */
  public GatewayUnderTest of(Wire wire) {
    return wire.kind() == LinkKind.LOCAL ? local() : process();
  }

  /** The gateway process. */
  public synchronized GatewayUnderTest process() {
    if (System.getProperty(PROPERTY, "process").equals("in-process")) {
      return local();
    }
    if (process == null) {
      process = GatewayProcess.start(Site.create());
    }
    return process;
  }

  /** The gateway in this process. */
  public synchronized GatewayUnderTest local() {
    if (local == null) {
      local = new InProcessGateway(Site.create());
    }
    return local;
  }

  @Override
  public synchronized void close() {
    try (GatewayUnderTest first = process;
        GatewayUnderTest second = local) {
      // closes what was started, the second even when the first fails
    }
  }

  /** Hands the shared gateways to tests and closes them when the run ends. */
  public static final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Gateways.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Gateways.class))
          .computeIfAbsent(Gateways.class, _ -> new Gateways());
    }
  }
}
