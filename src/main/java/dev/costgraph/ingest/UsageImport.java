package dev.costgraph.ingest;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.RecordUsageResult.Replayed;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.ingest.ImportReport.LineError;
import dev.costgraph.usage.UsageInput;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One import: reads lines, books them in lists, one in flight, and counts. For one thread. */
final class UsageImport {

  private static final Logger LOG = Logger.getLogger(UsageImport.class);
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final int RETRY_MS = 200;

  private final ImportSettings settings;
  private final Function<List<UsageInput>, List<RecordUsageResult>> ledger;
  private final long startNanos = System.nanoTime();
  private long progressNanos = startNanos;

  private List<Pending> list = new ArrayList<>(Limits.IMPORT_LIST_MAX);
  private final List<LineError> errors = new ArrayList<>();
  private long lines;
  private long recorded;
  private long replayed;
  private long conflicts;
  private long rejected;
  private long unpriced;

  private record Pending(long line, UsageInput usage) {}

  UsageImport(ImportSettings settings, Function<List<UsageInput>, List<RecordUsageResult>> ledger) {
    this.settings = settings;
    this.ledger = ledger;
  }

  /**
   * Books a stream to its end.
   *
   * @throws BadRequest when nothing of it can be read; nothing was booked
   * @throws IOException when the stream breaks off; the lists before it are booked
   */
  ImportReport run(InputStream in, boolean csv) throws IOException {
    Lines source = new Lines(in);
    try {
      Rows rows = csv ? new CsvRows(header(source)) : new JsonRows();
      while (read(source, rows)) {
        if (list.size() == Limits.IMPORT_LIST_MAX) {
          book();
        }
      }
      book();
    } catch (IOException e) {
      LOG.warnf(
          "import %s broke off after line %d, booked %d of %d lines: %s",
          settings.source(), source.number(), recorded + replayed, lines, e.getMessage());
      throw e;
    }
    progress("done");
    return report();
  }

  private static String header(Lines source) throws IOException {
    try {
      String header = source.next();
      if (header == null) {
        throw new BadRequest(BadRequest.Code.INVALID_VALUE, null, "no header: the body is empty");
      }
      return header;
    } catch (BadLine e) {
      throw new BadRequest(BadRequest.Code.INVALID_VALUE, null, "header: " + e.getMessage());
    }
  }

  /** {@return whether there was a line} */
  private boolean read(Lines source, Rows rows) throws IOException {
    try {
      String line = source.next();
      if (line == null) {
        return false;
      }
      if (!line.isBlank()) {
        lines++;
        long number = source.number();
        list.add(new Pending(number, new UsageRow(number, rows.read(line), settings).usage()));
      }
    } catch (BadLine e) {
      lines += countsItself(e) ? 1 : 0;
      rejected++;
      error(source.number(), e.code().name(), e.field(), e.getMessage());
    }
    return true;
  }

  /** Thrown by the reading of the line, before it was counted. */
  private static boolean countsItself(BadLine e) {
    return e.code() == BadLine.Code.LINE_TOO_LONG || e.code() == BadLine.Code.INVALID_ENCODING;
  }

  /** Books the list; what the ledger could not take now is sent again with the same ids. */
  private void book() {
    List<Pending> waiting = list;
    list = new ArrayList<>(Limits.IMPORT_LIST_MAX);
    long deadline = System.nanoTime() + Limits.IMPORT_RETRY_MAX.toNanos();
    while (!waiting.isEmpty()) {
      List<RecordUsageResult> results = ledger.apply(waiting.stream().map(Pending::usage).toList());
      boolean mayRetry = System.nanoTime() < deadline;
      List<Pending> again = new ArrayList<>();
      int waitMs = 0;
      for (int i = 0; i < results.size(); i++) {
        Integer retryAfterMs = mayRetry ? retryAfterMs(results.get(i)) : null;
        if (retryAfterMs == null) {
          count(waiting.get(i), results.get(i));
        } else {
          again.add(waiting.get(i));
          waitMs = Math.max(waitMs, retryAfterMs);
        }
      }
      progressIfDue();
      sleep(waitMs);
      waiting = again;
    }
  }

  /** {@return when to send it again; null when the result is final} */
  private static @Nullable Integer retryAfterMs(RecordUsageResult result) {
    if (!(result instanceof Rejected rejected)) {
      return null;
    }
    if (rejected.retryAfterMs() != null) {
      return rejected.retryAfterMs();
    }
    return rejected.code().equals(RejectionCode.UNKNOWN.name()) ? RETRY_MS : null;
  }

  private void count(Pending pending, RecordUsageResult result) {
    switch (result) {
      case Recorded booked -> {
        recorded++;
        unpriced += booked.usage().cost() == null ? 1 : 0;
      }
      case Replayed _ -> replayed++;
      case Conflict conflict -> {
        conflicts++;
        error(pending.line(), BadLine.Code.CONFLICT.name(), "operationId", conflict.message());
      }
      case Rejected refused -> {
        rejected++;
        error(pending.line(), refused.code(), refused.field(), refused.message());
      }
    }
  }

  private void error(long line, String code, @Nullable String field, @Nullable String message) {
    if (errors.size() < Limits.IMPORT_ERRORS_MAX) {
      errors.add(new LineError(line, code, field, String.valueOf(message)));
    }
  }

  private void progressIfDue() {
    if (System.nanoTime() - progressNanos > PROGRESS.toNanos()) {
      progress("running");
      progressNanos = System.nanoTime();
    }
  }

  private void progress(String state) {
    long millis = Math.max(1, (System.nanoTime() - startNanos) / 1_000_000);
    LOG.infof(
        "import %s %s: %d lines, %d recorded, %d replayed, %d conflicts, %d rejected, %d lines/s",
        settings.source(),
        state,
        lines,
        recorded,
        replayed,
        conflicts,
        rejected,
        lines * 1000 / millis);
  }

  private ImportReport report() {
    return new ImportReport(
        settings.source(),
        lines,
        recorded,
        replayed,
        conflicts,
        rejected,
        unpriced,
        BigDecimal.valueOf((System.nanoTime() - startNanos) / 1_000_000, 3),
        errors);
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two tries", e);
    }
  }
}
