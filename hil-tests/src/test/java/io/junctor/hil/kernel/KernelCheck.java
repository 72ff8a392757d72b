package io.junctor.hil.kernel;

import java.util.Arrays;
import java.util.List;

/** What is checked inside the kernel, in this order; each builds on those before it. */
enum KernelCheck {
  probeListsTheLinesOfTheKernel,
  probeDrivesALine,
  probeFindsTheChipsOnTheBus,
  probeWritesWhatTheKernelsOwnDriverReads,
  gatewayStarts,
  linesAreHeldUnderNamesOfTheGateway,
  probeIsRefusedALineThatIsHeld,
  doorFollowsItsLine,
  compressorSwitchesItsLine,
  compressorThatMustRestLeavesItsLineAlone,
  temperatureFollowsTheRegister,
  temperatureFailsWhileTheKernelHasItsChipAndComesBack,
  distanceFollowsTheSerialLine,
  distanceFailsWhileTheSerialLineIsGoneAndComesBack,
  expanderIsSetUpAndItsPinsAreTheSlots,
  expanderIsSetUpAgainAfterItsReset,
  dispensePulsesTheSolenoidOfTheSlot,
  dispenseOfAnEmptySlotMovesNothing,
  doorAndCompressorFailWhileTheirChipIsGoneAndComeBack,
  sigtermSwitchesTheCompressorOff,
  linesAreFreeAfterTheEnd;

  static List<String> names() {
    return Arrays.stream(values()).map(KernelCheck::name).toList();
  }
}
