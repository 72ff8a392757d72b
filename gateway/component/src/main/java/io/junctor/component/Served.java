package io.junctor.component;

import java.util.List;

/** What the annotations of one object gave. */
public interface Served extends AutoCloseable {

  /** One per {@link Procedure}, in the order of their URIs. */
  List<Registration> registrations();

  /** One per {@link Topic}, in the order of their URIs. */
  List<Subscription> subscriptions();

  /** Withdraws all of them; does not wait for the router. */
  @Override
  void close();
}
