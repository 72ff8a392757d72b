package io.junctor.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark inside one JVM does what it measures, once; how fast is no test's business. */
class MicroTest {

  @ParameterizedTest
  @ValueSource(strings = {"Serializer", "Realm", "Growth", "Sessions"})
  void everyBenchmarkRuns(String name) throws Exception {
    // Given
    var options =
        new OptionsBuilder()
            .include("io.junctor.bench.micro." + name + "Benchmark")
            .param("count", "10", "1000")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .timeUnit(TimeUnit.NANOSECONDS)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    // When
    Collection<RunResult> results = new Runner(options).run();
    // Then
    List<Double> scores = results.stream().map(one -> one.getPrimaryResult().getScore()).toList();
    assertTrue(scores.size() >= 4, "only " + scores);
    assertTrue(scores.stream().allMatch(score -> score > 0), scores.toString());
  }
}
