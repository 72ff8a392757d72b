package io.junctor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line: {@code ./junctor bench}. */
public final class Bench {

  private Bench() {}

  /**
   * Measures and prints.
   *
   * @param args the folder of this module, the folder of the packaged product, and what the user
   *     typed. Exit status 2 when that is wrong, 1 when a run fails or was not correct, the JVM's
   *     own when it was told to end.
   */
  public static void main(String[] args) throws Exception {
    Path module = Path.of(args[0]);
    Path dist = Path.of(args[1]);
    List<String> typed = Arrays.asList(args).subList(2, args.length);
    if (typed.contains("--help")) {
      help();
      return;
    }
    Interruption interruption = Interruption.ofThisThread();
    int status = 0;
    try {
      Options options = Options.parse(typed);
      run(options, chosen(options), module, dist, interruption);
    } catch (IllegalArgumentException e) {
      System.err.println("junctor bench: " + e.getMessage());
      status = 2;
    } catch (IOException e) {
      System.err.println("junctor bench: " + e.getMessage());
      status = 1;
    }
    interruption.close();
    if (status != 0 && !interruption.isAsked()) { // else the JVM waits for this thread to end
      System.exit(status);
    }
  }

  private static void run(
      Options options, List<Scenario> scenarios, Path module, Path dist, Interruption interruption)
      throws IOException, InterruptedException {
    Cores cores = Cores.ofThisMachine();
    Generator generator =
        new Generator(module.resolve("src/main/c"), module.resolve("target/generator"), cores);
    generator.compile();
    Path folder = Files.createDirectories(module.resolve("target/run"));
    Report report = new Report(options, new Product(dist));
    try (Workbench bench = new Workbench(options, new Product(dist), generator, cores, folder)) {
      for (Scenario scenario : scenarios) {
        if (!interruption.isAsked()) {
          Workbench.say("%s: %s", scenario.name(), scenario.what());
          report.add(scenario, scenario.run(bench));
        }
      }
    } catch (InterruptedException e) {
      if (!interruption.isAsked()) {
        throw e;
      }
    }
    System.out.print(report.table());
    if (options.scenarios().isEmpty() && !interruption.isAsked()) {
      report.write(module.resolve("RESULTS.md"));
    }
  }

  private static List<Scenario> chosen(Options options) {
    List<String> names = options.scenarios();
    if (names.isEmpty()) {
      boolean hasTime = options.minutes().isPresent();
      return Scenarios.all().stream()
          .filter(scenario -> hasTime || !scenario.name().equals(Hour.NAME))
          .toList();
    }
    List<Scenario> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          Scenarios.all().stream()
              .filter(scenario -> scenario.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no scenario '" + name + "'; --help lists them")));
    }
    return chosen;
  }

  private static void help() {
    System.out.print(Options.USAGE);
    Scenarios.all()
        .forEach(scenario -> System.out.printf("  %-10s %s%n", scenario.name(), scenario.what()));
  }
}
