package io.junctor.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result: a figure of Junctor, what it is compared with, and the bar.
 *
 * @param scenario its name.
 * @param link which way, such as {@code rs/msgpack}.
 * @param figure what is measured, with its unit.
 * @param ours the measurements.
 * @param baseName what they are compared with; null when the bar is a figure and not a ratio.
 * @param base its measurements; null without one.
 * @param bar the ratio, or the figure, that is to be met; NaN for none.
 */
record Row(
    String scenario,
    String link,
    String figure,
    Samples ours,
    @Nullable String baseName,
    @Nullable Samples base,
    double bar) {

  /** A ratio. */
  static Row ratio(
      Scenario scenario,
      String link,
      String figure,
      Samples ours,
      String baseName,
      Samples base,
      double bar) {
    return new Row(scenario.name(), link, figure, ours, baseName, base, bar);
  }

  /** A figure that stands alone. */
  static Row alone(Scenario scenario, String link, String figure, Samples ours, double bar) {
    return new Row(scenario.name(), link, figure, ours, null, null, bar);
  }

  /** What is held against the bar. */
  double judged() {
    return base == null ? ours.median() : ours.median() / base.median();
  }

  boolean meetsBar() {
    return Double.isNaN(bar) || judged() <= bar;
  }

  String verdict() {
    if (Double.isNaN(bar)) {
      return "-";
    }
    return meetsBar() ? "met" : "not met";
  }

  String ratio() {
    return base == null ? "" : number(judged());
  }

  String barText() {
    return Double.isNaN(bar) ? "" : "≤ " + number(bar);
  }

  static String spread(@Nullable Samples samples) {
    if (samples == null) {
      return "";
    }
    return samples.values().size() == 1
        ? number(samples.median())
        : "%s (%s-%s)"
            .formatted(number(samples.median()), number(samples.min()), number(samples.max()));
  }

  /** Three digits that count. */
  private static String number(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }
}
