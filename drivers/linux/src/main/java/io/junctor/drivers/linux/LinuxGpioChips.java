package io.junctor.drivers.linux;

import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioChipInfo;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioException.Kind;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioLineInfo;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.InputSettings;
import io.junctor.drivers.gpio.OutputSettings;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.GpioChipInfoStruct;
import io.junctor.drivers.linux.kernel.GpioV2LineConfig;
import io.junctor.drivers.linux.kernel.GpioV2LineInfo;
import io.junctor.drivers.linux.kernel.GpioV2LineRequest;
import io.junctor.drivers.linux.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The GPIO chips of the kernel. A chip is opened only as long as it takes to look at it or to
 * request a line; the line then has its own file descriptor.
 */
final class LinuxGpioChips implements GpioChips, AutoCloseable {

  private final Kernel kernel;
  private final Path devices;
  private final GpioEventLoop loop;
  // what is open, so that closing the board brings every output to its safe level; at most the
  // lines there are
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  LinuxGpioChips(Kernel kernel, Path devices) {
    this.kernel = kernel;
    this.devices = devices;
    this.loop = new GpioEventLoop(kernel);
  }

  @Override
  public List<GpioChipInfo> chips() throws GpioException {
    List<GpioChipInfo> chips = new ArrayList<>();
    for (String node : LinuxBoard.nodes(devices, "gpiochip*")) {
      try {
        chips.add(withChip(node, this::info));
      } catch (GpioException e) {
        if (e.kind() != Kind.PERMISSION && e.kind() != Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return chips;
  }

  @Override
  public GpioInput openInput(GpioLine line, InputSettings settings, EdgeListener listener)
      throws GpioException {
    LineRequest.Opened opened = request(line, settings.consumer(), LineRequest.of(settings));
    LinuxGpioInput input =
        new LinuxGpioInput(opened, kernel, loop, settings, listener, open::remove);
    open.add(input);
    input.start();
    return input;
  }

  @Override
  public GpioInput openInput(GpioLine line, InputSettings settings) throws GpioException {
    return openInput(line, settings.withEdges(Set.of()), event -> {});
  }

  @Override
  public GpioOutput openOutput(GpioLine line, OutputSettings settings) throws GpioException {
    LineRequest.Opened opened = request(line, settings.consumer(), LineRequest.of(settings));
    LinuxGpioOutput output = new LinuxGpioOutput(opened, kernel, settings.safe(), open::remove);
    open.add(output);
    return output;
  }

  @Override
  public void close() {
    isClosed = true;
    for (AutoCloseable line : open) {
      switch (line) {
        case LinuxGpioOutput output -> output.close();
        case LinuxGpioInput input -> input.close();
        default -> throw new IllegalStateException("unknown line " + line);
      }
    }
    loop.close();
  }

  private LineRequest.Opened request(GpioLine line, String consumer, GpioV2LineConfig config)
      throws GpioException {
    if (isClosed) {
      throw new IllegalStateException("the board is closed");
    }
    Found found = find(line);
    return withChip(
        found.node,
        (node, chipFd) -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(GpioV2LineRequest.LAYOUT);
            new GpioV2LineRequest(found.offset, consumer, config).write(struct);
            kernel.ioctl(chipFd, "GPIO_V2_GET_LINE", GpioV2LineRequest.GPIO_V2_GET_LINE, struct);
            return new LineRequest.Opened(found.where(), GpioV2LineRequest.fd(struct));
          } catch (ErrnoException e) {
            throw GpioErrors.of(found.where() + found.holder(), e);
          }
        });
  }

  /** Where a line is. */
  private record Found(String node, int offset, String name, String consumer) {
    String where() {
      return node + ":" + offset + (name.isEmpty() ? "" : " (" + name + ")");
    }

    String holder() {
      return consumer.isEmpty() ? "" : ", held by '" + consumer + "'";
    }
  }

  private Found find(GpioLine wanted) throws GpioException {
    List<GpioChipInfo> chips = chips();
    for (GpioChipInfo chip : chips) {
      for (GpioLineInfo line : chip.lines()) {
        boolean isWanted =
            switch (wanted) {
              case GpioLine.Named named -> line.name().equals(named.name());
              case GpioLine.Numbered numbered ->
                  line.offset() == numbered.offset()
                      && (chip.name().equals(numbered.chip())
                          || chip.label().equals(numbered.chip()));
            };
        if (isWanted) {
          return new Found(chip.name(), line.offset(), line.name(), line.consumer());
        }
      }
    }
    throw notFound(wanted, chips);
  }

  /** Tells a line that is not there from chips that may not be looked at. */
  private GpioException notFound(GpioLine wanted, List<GpioChipInfo> chips) {
    int nodes = LinuxBoard.nodes(devices, "gpiochip*").size();
    if (nodes > chips.size()) {
      return new GpioException(
          Kind.PERMISSION,
          wanted.toString(),
          "not on the chips that may be opened (" + chips.size() + " of " + nodes + ")");
    }
    String seen =
        chips.stream()
            .map(c -> c.name() + " [" + c.label() + "] with lines 0.." + (c.lines().size() - 1))
            .toList()
            .toString();
    return new GpioException(Kind.NOT_FOUND, wanted.toString(), "no such line; there are " + seen);
  }

  private GpioChipInfo info(String node, int chipFd) throws GpioException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chipStruct = arena.allocate(GpioChipInfoStruct.LAYOUT);
      kernel.ioctl(chipFd, "GPIO_GET_CHIPINFO", GpioChipInfoStruct.GPIO_GET_CHIPINFO, chipStruct);
      GpioChipInfoStruct chip = GpioChipInfoStruct.read(chipStruct);
      List<GpioLineInfo> lines = new ArrayList<>();
      for (int offset = 0; offset < chip.lines(); offset++) {
        MemorySegment lineStruct = arena.allocate(GpioV2LineInfo.LAYOUT);
        GpioV2LineInfo.offset(lineStruct, offset);
        kernel.ioctl(
            chipFd, "GPIO_V2_GET_LINEINFO", GpioV2LineInfo.GPIO_V2_GET_LINEINFO, lineStruct);
        GpioV2LineInfo line = GpioV2LineInfo.read(lineStruct);
        lines.add(
            new GpioLineInfo(offset, line.name(), line.consumer(), line.isUsed(), line.isOutput()));
      }
      return new GpioChipInfo(node, chip.label(), lines);
    } catch (ErrnoException e) {
      throw GpioErrors.of(node, e);
    }
  }

  /** Something done with an open chip. */
  @FunctionalInterface
  private interface ChipCall<T> {
    T with(String node, int chipFd) throws GpioException;
  }

  private <T> T withChip(String node, ChipCall<T> call) throws GpioException {
    int fd;
    try {
      fd = kernel.open(devices.resolve(node).toString(), Kernel.O_RDWR | Kernel.O_CLOEXEC);
    } catch (ErrnoException e) {
      throw GpioErrors.of(node, e);
    }
    try {
      return call.with(node, fd);
    } finally {
      kernel.close(fd);
    }
  }
}
