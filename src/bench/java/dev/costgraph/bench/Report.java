package dev.costgraph.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** The results of one benchmark, put into its place in docs/benchmarks.md. */
final class Report {

  private static final Path FILE = Path.of("docs", "benchmarks.md");

  private final String name;
  private final StringBuilder text = new StringBuilder();

  Report(String name) {
    this.name = name;
    line("");
    line(
        "Run of %s, load of the machine before it: %.2f.",
        LocalDate.now(),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    line("");
  }

  /** Adds a line, and shows it. */
  void line(String format, Object... values) {
    String line = format.formatted(values);
    text.append(line).append('\n');
    System.out.println(line);
  }

  /** {@return one number to another, e.g. 0.83} */
  static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f", one / other);
  }

  /** Replaces what stands between this benchmark's marks. */
  void write() throws IOException {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    String all = Files.readString(FILE);
    int from = all.indexOf(begin) + begin.length();
    int to = all.indexOf(end);
    if (from < begin.length() || to < from) {
      throw new IOException(FILE + " has no marks for " + name);
    }
    Files.writeString(FILE, all.substring(0, from) + text + "\n" + all.substring(to));
  }
}
