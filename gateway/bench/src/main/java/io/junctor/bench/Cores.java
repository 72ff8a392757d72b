package io.junctor.bench;

import java.util.List;

/**
 * Who runs where: what is measured on one core, the load on another, so that neither takes the
 * other's time.
 *
 * @param router the core of what is measured; -1 on a machine with one core, where nothing is
 *     pinned and the figures mean little.
 * @param load the core of the generators.
 */
record Cores(int router, int load) {

  static Cores ofThisMachine() {
    return Runtime.getRuntime().availableProcessors() > 1 ? new Cores(0, 1) : new Cores(-1, -1);
  }

  List<String> onRouterCore() {
    return on(router);
  }

  List<String> onLoadCore() {
    return on(load);
  }

  private static List<String> on(int core) {
    return core < 0 ? List.of() : List.of("taskset", "-c", Integer.toString(core));
  }
}
