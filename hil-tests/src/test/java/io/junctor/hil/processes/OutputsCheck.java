package io.junctor.hil.processes;

import java.util.Arrays;
import java.util.List;

/** What is checked inside the kernel, in this order; each builds on those before it. */
enum OutputsCheck {
  aStartedWorkerHasItsOutputsSafeAndListed,
  outputsOfAKilledWorkerStayOnUntilOutputsSafeSwitchesThemOffWithinASecond,
  theNextWorkerTakesOver,
  theLineOfAWorkerThatLivesIsNotTakenFromIt,
  aWorkerThatIsToldToStopSwitchesOffByItself,
  twoAtOnceDoNoHarm,
  outputsOfAGuardedWorkerAreOffWithinASecondOfItsDeath;

  static List<String> names() {
    return Arrays.stream(values()).map(OutputsCheck::name).toList();
  }
}
