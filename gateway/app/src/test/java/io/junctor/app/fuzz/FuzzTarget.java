package io.junctor.app.fuzz;

/**
 * Something that is fed with frames. Whatever it does but what its frames deserve (a refusal, an
 * error, a closed link) is an {@link AssertionError}.
 */
interface FuzzTarget extends AutoCloseable {

  /** Its name in the summary. */
  String name();

  /** How many frames it gets, next to the others' weights. */
  int weight();

  /** Feeds the next frames. */
  void feed(int frames) throws Exception;

  /** Ends everything that goes on, so that what is left over can be told. */
  default void settle() throws Exception {}

  @Override
  default void close() throws Exception {}
}
