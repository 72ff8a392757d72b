package io.junctor.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a directory of this machine, readable by their owner alone. Linux. */
public final class DirectoryFiles implements StoreFiles {

  private static final int ZEROS = 1 << 16; // written at once when preallocating

  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;

  /**
   * Makes the directory when it is absent, and locks it.
   *
   * @throws IOException also when another store, of this process or of another, uses it.
   */
  public DirectoryFiles(Path directory) throws IOException {
    this.directory = directory;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        force(parent);
      }
    }
    lock =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lock)) {
      lock.close();
      throw new IOException("the store " + directory + " is in use by another gateway");
    }
  }

  /** Two writers would destroy each other's records. The kernel unlocks what is killed. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Override
  public StoreFile open(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(
            directory.resolve(name),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    force(directory);
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record ChannelFile(FileChannel channel) implements StoreFile {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
      long at = position;
      while (into.hasRemaining()) {
        int count = channel.read(into, at);
        if (count < 0) {
          return;
        }
        at += count;
      }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        int count = channel.write(from, at);
        if (count <= 0) {
          throw new EOFException("wrote nothing at " + at);
        }
        at += count;
      }
    }

    @Override
    public void preallocate(long size) throws IOException {
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
      for (long at = channel.size(); at < size; at += zeros.limit()) {
        zeros.clear().limit((int) Math.min(ZEROS, size - at));
        write(at, zeros);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false); // the size, too: fdatasync syncs what is needed to read the data
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
