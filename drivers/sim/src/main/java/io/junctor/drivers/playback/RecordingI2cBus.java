package io.junctor.drivers.playback;

import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.playback.I2cTransfer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Passes every transfer on to another bus and writes it down, failures too. */
public final class RecordingI2cBus extends TransferI2cBus {

  /** More than a test wants to replay; a recording left running stops growing here. */
  public static final int TRANSFERS_MAX = 100_000;

  private final I2cBus bus;
  private final List<I2cTransfer> transfers = new ArrayList<>();

  public RecordingI2cBus(I2cBus bus) {
    this.bus = bus;
  }

  @Override
  public String name() {
    return bus.name();
  }

  @Override
  public Set<I2cFunction> functions() {
    return bus.functions();
  }

  /** The recording so far, to be replayed by {@link PlaybackI2cBus}. */
  public synchronized String text() {
    return transfers.stream().map(I2cTransfer::line).collect(Collectors.joining("\n", "", "\n"));
  }

  @Override
  synchronized byte[] run(int address, String request, int length, Call call) throws I2cException {
    try {
      byte[] bytes = call.on(bus);
      add(new I2cTransfer(request, new Answer.Data(bytes)));
      return bytes;
    } catch (I2cException e) {
      add(new I2cTransfer(request, new Answer.Failure(e.kind(), "recorded failure")));
      throw e;
    }
  }

  private void add(I2cTransfer transfer) {
    if (transfers.size() >= TRANSFERS_MAX) {
      throw new IllegalStateException(
          name() + ": recording is full at " + TRANSFERS_MAX + " transfers");
    }
    transfers.add(transfer);
  }
}
