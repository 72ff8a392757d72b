package io.junctor.app;

import io.junctor.app.config.ConfigException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a command that could not do its work tells the person and the shell. */
public final class Failure {

  private Failure() {}

  /** The exit status: 2 where the configuration is to blame. */
  public static int status(Exception error) {
    return error instanceof ConfigException ? 2 : 1;
  }

  /** The JDK puts what went wrong with a file into the type alone. */
  private static String reason(FileSystemException error) {
    return switch (error) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case FileAlreadyExistsException _ -> "exists already";
      case AccessDeniedException _ -> "permission denied";
      default -> error.getClass().getSimpleName();
    };
  }

  /** What happened, in a sentence. */
  public static String sentence(Exception error) {
    if (error instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.toString() : message;
  }
}
