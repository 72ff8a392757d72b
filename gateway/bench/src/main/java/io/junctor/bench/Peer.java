package io.junctor.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured.
 *
 * @param name for the tables.
 * @param process what was started for it; null for a router that runs already.
 * @param pid whose CPU and memory count; 0 when that is not known.
 * @param links how to reach it.
 */
record Peer(String name, @Nullable Process process, long pid, List<Link> links)
    implements AutoCloseable {

  Peer {
    links = List.copyOf(links);
  }

  /** The link of that name; null when it has none. */
  @Nullable Link link(String link) {
    return links.stream().filter(each -> each.name().equals(link)).findFirst().orElse(null);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
