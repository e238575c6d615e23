package dev.costgraph.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Exports of many usages: rows a second of each table, and the most heap that was in use meanwhile,
 * looked at twice a second, garbage and all.
 */
final class ExportSpeed {

  private static final long USAGES = Long.getLong("costgraph.bench.exported", 1_000_000);
  private static final String HEAP = System.getProperty("costgraph.bench.exportHeap", "512m");

  private ExportSpeed() {}

  static void run(Path directory) throws Exception {
    Report report = new Report("export");
    try (Service service = Service.start(directory, List.of("-Xmx" + HEAP))) {
      Organisation organisation = new Organisation("export");
      StoreSize.create(service, organisation);
      StoreSize.fill(service, organisation, USAGES);
      read(service, "/export/usage?to=2000-01-02");
      String idle = StoreSize.heap(service);
      report.line(
          "| export of %,d usages | rows | MiB | usages a second | most heap, KiB |", USAGES);
      report.line("| --- | ---: | ---: | ---: | ---: |");
      measure(report, service, "FOCUS, daily", "/export/focus?grain=daily");
      measure(report, service, "FOCUS, hourly", "/export/focus?grain=hourly");
      measure(report, service, "usage, CSV", "/export/usage");
      measure(report, service, "usage, JSON Lines", "/export/usage?format=jsonl");
      measure(report, service, "costs, hourly", "/export/costs?grain=hourly");
      report.line("");
      report.line("`-Xmx%s`; %s KiB of heap in use after a collection before.", HEAP, idle);
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
    long[] read = read(service, path);
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    done.set(true);
    watch.join();
    report.line(
        "| %s | %,d | %,d | %,d | %,d |",
        what, read[0] - 1, read[1] >> 20, USAGES * 1000 / Math.max(1, milliseconds), most.get());
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
