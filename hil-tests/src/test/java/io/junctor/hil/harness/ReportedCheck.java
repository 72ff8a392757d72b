package io.junctor.hil.harness;

/**
 * One line {@code CHECK name ok|fail detail} of a program that checks something where JUnit cannot
 * run.
 *
 * @param name one word.
 * @param isOk whether it held.
 * @param detail why not, on one line; may be empty.
 */
public record ReportedCheck(String name, boolean isOk, String detail) {

  private static final String MARK = "CHECK ";

  /** How a program written in Java prints one; consoles keep lines only. */
  public String line() {
    return MARK
        + name
        + (isOk ? " ok " : " fail ")
        + detail.strip().replaceAll("\\s*\\R\\s*", " | ");
  }

  /** Whether the line is one. */
  public static boolean isOne(String line) {
    return line.startsWith(MARK);
  }

  /** Reads a line; what is neither ok nor fail has not held. */
  public static ReportedCheck parse(String line) {
    String[] words = line.strip().split(" ", 4);
    String verdict = words.length > 2 ? words[2] : "";
    String detail = words.length > 3 ? words[3] : "";
    return new ReportedCheck(words.length > 1 ? words[1] : "", verdict.equals("ok"), detail);
  }
}
