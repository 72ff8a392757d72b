package io.junctor.app;

import picocli.CommandLine.IVersionProvider;

/** The version of the product, from the jar's manifest. */
public final class Version implements IVersionProvider {

  /** The version; {@code development} when run from class files. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Junctor " + current(), "Java " + Runtime.version(), System.getProperty("os.arch")
    };
  }
}
