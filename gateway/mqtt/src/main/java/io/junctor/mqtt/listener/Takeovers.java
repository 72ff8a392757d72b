package io.junctor.mqtt.listener;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which connection a client identifier belongs to. Identifiers are told apart by user, so that
 * nobody can throw another's client out. Any thread.
 */
final class Takeovers {

  // "user/client id" -> its connection; as many entries as joined connections
  private final ConcurrentMap<String, ClientConnection> connections = new ConcurrentHashMap<>();

  /** Makes the connection the one with its name; an older one is told and closed. */
  void enter(String name, ClientConnection connection) {
    ClientConnection older = connections.put(name, connection);
    if (older != null) {
      older.takenOver();
    }
  }

  /** The connection is closed. */
  void leave(String name, ClientConnection connection) {
    connections.remove(name, connection);
  }
}
