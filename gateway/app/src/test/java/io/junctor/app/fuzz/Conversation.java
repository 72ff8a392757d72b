package io.junctor.app.fuzz;

import java.util.List;
import java.util.Random;

/** Makes what one connection sends, piece by piece; most of it is nearly right. */
interface Conversation {

  /** Pieces that are counted as frames, in a connection. */
  int FRAMES_MAX = 16;

  /** Its name in the summary. */
  String name();

  /** How an answer begins when what is spoken was understood, in ISO 8859-1. */
  String accepted();

  /** After how many of the first pieces an answer is waited for: what follows depends on it. */
  int steps();

  /** The next connection's pieces. */
  List<byte[]> next(Random random);
}
