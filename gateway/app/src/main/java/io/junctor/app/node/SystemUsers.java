package io.junctor.app.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers of this machine's users, from the password file (passwd(5)). Users of other sources, such
 * as a directory service, are to be given by number.
 */
final class SystemUsers {

  /**
   * Whoever the kernel cannot name in our user namespace has this number (user_namespaces(7)), so
   * it means nobody in particular and is never let in.
   */
  static final int OVERFLOW_UID = 65_534;

  private static final Path PASSWORDS = Path.of("/etc/passwd");

  private SystemUsers() {}

  /**
   * The numbers of users.
   *
   * @param key where they were configured, for messages.
   * @param names names or numbers.
   * @throws IOException when there is no such user; says which.
   */
  static Set<Integer> uids(String key, Collection<String> names) throws IOException {
    return uids(key, names, PASSWORDS);
  }

  static Set<Integer> uids(String key, Collection<String> names, Path passwords)
      throws IOException {
    Set<Integer> uids = new HashSet<>();
    for (String name : names) {
      int uid = isNumber(name) ? Integer.parseInt(name) : uid(key, name, passwords);
      if (uid == OVERFLOW_UID) {
        throw new IOException(
            "%s: %s is user %d, which stands for everybody the kernel cannot name"
                .formatted(key, name, OVERFLOW_UID));
      }
      uids.add(uid);
    }
    return uids;
  }

  private static int uid(String key, String name, Path passwords) throws IOException {
    // name:password:uid:gid:comment:home:shell
    Optional<String> line =
        Files.readAllLines(passwords).stream()
            .filter(one -> one.startsWith(name + ":"))
            .findFirst();
    String[] fields = line.map(one -> one.split(":", -1)).orElseGet(() -> new String[0]);
    if (fields.length < 3 || !isNumber(fields[2])) {
      throw new IOException(
          "%s: there is no user %s in %s; create it or give its number"
              .formatted(key, name, passwords));
    }
    return Integer.parseInt(fields[2]);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }
}
