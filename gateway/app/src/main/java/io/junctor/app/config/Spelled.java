package io.junctor.app.config;

import java.util.Locale;

/**
 * A constant that has another name in the file than the one that its Java name gives. No annotation
 * says so: the first one that is read costs a start of the router more than all of the file.
 */
interface Spelled {

  /** The name in the file. */
  String spelling();

  /** The name of a constant in the file: {@code DROP_OLDEST} is {@code drop-oldest}. */
  static String of(Enum<?> constant) {
    return constant instanceof Spelled spelled
        ? spelled.spelling()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
