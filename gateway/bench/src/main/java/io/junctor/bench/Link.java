package io.junctor.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A way to reach a peer.
 *
 * @param name transport and serializer, such as {@code rs/msgpack}; {@code relay} for a relay.
 * @param args what the generator needs to go there.
 */
record Link(String name, List<String> args) {

  Link {
    args = List.copyOf(args);
  }

  static Link relay(int port) {
    return new Link("relay", List.of("--proto", "relay", "--port", Integer.toString(port)));
  }

  /**
   * A link to a WAMP router.
   *
   * @param name {@code rs/msgpack}, {@code ws/json} and so on.
   * @param more realm, path, ticket.
   */
  static Link wamp(String name, int port, List<String> more) {
    String[] parts = name.split("/", -1);
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--transport", parts[0], "--ser", parts[1]));
    args.addAll(List.of("--port", Integer.toString(port)));
    args.addAll(more);
    return new Link(name, args);
  }
}
