package io.junctor.app.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param file the file as it was named.
 * @param line where, from 1; 0 when the whole file is meant.
 * @param column where, from 1; 0 when the whole line or file is meant.
 * @param path the key, such as {@code things.fridge.kind}; empty for the whole file.
 * @param message what was expected and what was found, and what to do.
 */
public record ConfigProblem(String file, int line, int column, String path, String message) {

  /** As compilers print it: {@code junctor.yaml:12:5: things.fridge.kind: …}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return text.append(message).toString();
  }
}
