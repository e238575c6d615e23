package dev.costgraph.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Exports of two thirds of the {@link Cube}: rows a second of each table, and the most heap that
 * was in use meanwhile, looked at twice a second, garbage and all.
 */
final class ExportSpeed {

  private static final int DAYS = 60;
  private static final String HEAP = System.getProperty("costgraph.bench.exportHeap", "512m");

  private ExportSpeed() {}

  static void run(Path directory) throws Exception {
    Report report = new Report("export");
    try (Cube cube = Cube.start(directory, "-Xmx" + HEAP)) {
      cube.fill(Cube.STORED);
      Service service = cube.service();
      read(service, "/export/usage?to=2000-01-02");
      String idle = StoreSize.heap(service);
      report.line("| export of %d days | rows | MiB | rows a second | most heap, MiB |", DAYS);
      report.line("| --- | ---: | ---: | ---: | ---: |");
      measure(report, service, "FOCUS, hourly", "focus?grain=hourly&");
      measure(report, service, "FOCUS, daily", "focus?grain=daily&");
      measure(report, service, "usage, CSV", "usage?");
      measure(report, service, "costs, hourly", "costs?grain=hourly&");
      report.line("");
      report.line(
          "%,d usages stored, `-Xmx%s`; heap in use after a collection: %s KiB before, %s KiB"
              + " after.",
          cube.stored(), HEAP, idle, StoreSize.heap(service));
    }
    report.write();
  }

  private static void measure(Report report, Service service, String what, String path)
      throws Exception {
    AtomicLong most = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    Thread watch =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!done.get()) {
                      most.accumulateAndGet(Long.parseLong(StoreSize.used(service)), Math::max);
                      Thread.sleep(500);
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    long start = System.nanoTime();
    LocalDate from = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
    long[] read = read(service, "/export/" + path + "from=" + from);
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    done.set(true);
    watch.join();
    long rows = read[0] - 1;
    report.line(
        "| %s | %,d | %,d | %,d | %,d |",
        what, rows, read[1] >> 20, rows * 1000 / Math.max(1, milliseconds), most.get() >> 10);
  }

  /** {@return lines and bytes of an export, which has to be whole} */
  private static long[] read(Service service, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(ISO_8859_1));
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        if (line.startsWith("HTTP/1.1 ") && !line.contains(" 200 ")) {
          throw new IOException(path + ": " + line);
        }
      }
      long lines = 0;
      long bytes = 0;
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        byte[] chunk = in.readNBytes(size);
        bytes += size;
        for (byte b : chunk) {
          lines += b == '\n' ? 1 : 0;
        }
        line(in);
      }
      return new long[] {lines, bytes};
    }
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the export broke off");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
