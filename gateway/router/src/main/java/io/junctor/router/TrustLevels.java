package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.session.SessionDetails;
import java.util.ArrayList;
import java.util.List;

/**
 * Assigns trust levels to publications and calls. Where several rules match, the highest level
 * counts; where none does, no level is told.
 */
@OwnedBy("realm loop")
final class TrustLevels {

  /** The level where no rule matches. */
  static final int NONE = -1;

  private final PatternTable<List<TrustRule>> rules = new PatternTable<>();

  TrustLevels(List<TrustRule> list) {
    for (TrustRule rule : list) {
      List<TrustRule> same = rules.get(rule.uri(), rule.match());
      if (same == null) {
        same = new ArrayList<>();
        rules.put(rule.uri(), rule.match(), same);
      }
      same.add(rule);
    }
  }

  /** The level of what the session publishes or calls; {@link #NONE} when it has none. */
  int of(SessionDetails session, String uri) {
    if (rules.size() == 0) {
      return NONE;
    }
    String authrole = session.identity().authrole();
    int[] level = {NONE};
    rules.forEachMatch(
        uri,
        matching -> {
          for (TrustRule rule : matching) {
            if (rule.authrole() == null || rule.authrole().equals(authrole)) {
              level[0] = Math.max(level[0], rule.level());
            }
          }
        });
    return level[0];
  }

  /** Adds the level, if there is one, to the details of EVENT or INVOCATION. */
  static void put(int level, Dict.Builder details) {
    if (level != NONE) {
      details.put("trustlevel", level);
    }
  }
}
