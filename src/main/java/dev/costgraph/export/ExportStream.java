package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.costgraph.BadRequest;
import dev.costgraph.Gzip;
import dev.costgraph.Limits;
import dev.costgraph.Places;
import dev.costgraph.graph.Graph;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * Answers with rows as they are read. A write waits while the caller takes nothing, so no more than
 * a page of rows is in memory, and no transaction is open while it waits. When the caller goes away
 * that ends the reading. When reading fails after rows have gone out, the connection is cut without
 * the end that a whole body has: no caller takes a part for the whole.
 */
@Singleton
class ExportStream {

  private static final Logger LOG = Logger.getLogger(ExportStream.class);
  private static final int BUFFER_BYTES = 8 * 1024;
  private static final long CLOSING_MILLIS = 10_000;

  /** Rows between two looks whether the caller is still there: writing does not tell. */
  private static final int ROWS_BETWEEN_LOOKS = 100;

  /** Without a code of an error callers take a stream that is reset as one that has ended. */
  private static final long HTTP2_INTERNAL_ERROR = 2;

  private final MeterRegistry registry;

  /** One for each export that runs. */
  final Semaphore places = new Semaphore(Limits.EXPORTS_MAX);

  /** How long a caller may take nothing. */
  volatile Duration patience = Limits.EXPORT_STALL_MAX;

  ExportStream(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("costgraph.exports.running", this, ExportStream::running);
  }

  int running() {
    return Limits.EXPORTS_MAX - places.availablePermits();
  }

  /** Writes all rows of an export. */
  interface Source<T> {
    void writeTo(Rows<T> rows) throws IOException;
  }

  /**
   * {@return the answer, which writes the rows as it goes out; without rows to HEAD}
   *
   * @throws BadRequest INVALID_VALUE over HTTP/1.0, whose bodies end with the connection, so that a
   *     part looks like the whole
   */
  <T> Response answer(
      ExportRequest request,
      ExportFormat format,
      Table<T> table,
      HttpHeaders headers,
      HttpServerRequest connection,
      Source<T> source) {
    if (connection.version() == HttpVersion.HTTP_1_0) {
      throw ExportRequest.bad(
          "HTTP",
          "an export over HTTP/1.0 would look whole when it breaks off: ask by HTTP/1.1 or later;"
              + " a proxy of nginx does with proxy_http_version 1.1");
    }
    boolean zipped = Gzip.isAccepted(headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    StreamingOutput body =
        out -> {
          Places.take(
              places,
              Duration.ZERO,
              "%d exports run already: try again when one is done".formatted(Limits.EXPORTS_MAX));
          CallerOutput caller = new CallerOutput(out, patience);
          Thread watch =
              Thread.startVirtualThread(() -> caller.watch(() -> cutStalled(connection)));
          try {
            write(table, format, zipped, connection, caller, source);
          } finally {
            watch.interrupt();
            places.release();
          }
        };
    Response.ResponseBuilder response =
        (connection.method().equals(HttpMethod.HEAD) ? Response.ok() : Response.ok(body))
            .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
            .header(HttpHeaders.CONTENT_DISPOSITION, disposition(request, format))
            .header(HttpHeaders.VARY, "Accept, Accept-Encoding")
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    return (zipped ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip") : response).build();
  }

  private <T> void write(
      Table<T> table,
      ExportFormat format,
      boolean zipped,
      HttpServerRequest connection,
      OutputStream out,
      Source<T> source)
      throws IOException {
    long start = System.nanoTime();
    Counter written = registry.counter("costgraph.exported.rows", "export", table.name());
    long[] count = new long[1];
    try {
      OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES); // what gzip begins with
      GZIPOutputStream zip = zipped ? new GZIPOutputStream(buffered, BUFFER_BYTES) : null;
      Writer writer =
          new BufferedWriter(
              new OutputStreamWriter(zip == null ? buffered : zip, UTF_8), BUFFER_BYTES);
      RowWriter<T> rows = RowWriter.of(table, format, writer);
      source.writeTo(
          row -> {
            if (count[0] % ROWS_BETWEEN_LOOKS == 0 && connection.response().closed()) {
              throw new CallerGone();
            }
            rows.write(row);
            written.increment();
            count[0]++;
          });
      rows.flush();
      writer.flush();
      if (zip != null) {
        zip.finish();
        buffered.flush();
      }
      LOG.infof(
          "exported %,d rows of %s in %,d ms",
          count[0], table.name(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (IOException | RuntimeException | Error e) { // whatever ends it, a part is no whole
      if (connection.response().closed()) {
        LOG.infof("the caller of an export of %s went away after %,d rows", table.name(), count[0]);
        return; // nobody is there to be answered
      }
      if (e instanceof BadRequest bad && bad.code() == BadRequest.Code.BAD_CURSOR) {
        throw e; // which is seen before the first row, or not at all
      }
      LOG.warnf(e, "an export of %s broke off after %,d rows", table.name(), count[0]);
      if (connection.response().headWritten()) {
        cut(connection);
      } else if (e instanceof RuntimeException failed) {
        throw Graph.clear(failed);
      } else {
        throw e;
      }
    }
  }

  private static void cutStalled(HttpServerRequest connection) {
    LOG.warnf("the caller of %s takes nothing for too long", connection.path());
    if (connection.version() != HttpVersion.HTTP_2
        && connection.connection() instanceof ConnectionBase open) {
      // past Vert.x' own handler, which would wait for the caller to take what was written
      open.channelHandlerContext().close().awaitUninterruptibly(CLOSING_MILLIS);
    } else {
      cut(connection);
    }
  }

  /**
   * Ends the connection without the end of the body. It waits for that: whoever handles the request
   * next would write the end, and over HTTP/1.1 that would go out before the connection is closed.
   */
  private static void cut(HttpServerRequest connection) {
    if (connection.version() == HttpVersion.HTTP_2) {
      connection.response().reset(HTTP2_INTERNAL_ERROR); // ends its own stream and no other
    } else {
      connection.connection().close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** The connection is closed. */
  private static final class CallerGone extends IOException {
    CallerGone() {
      super("the caller went away");
    }
  }

  private static String disposition(ExportRequest request, ExportFormat format) {
    StringBuilder name = new StringBuilder("costgraph-").append(request.table());
    if (request.filter().from() != null) {
      name.append("-from-").append(day(request.filter().from()));
    }
    if (request.filter().to() != null) {
      name.append("-to-").append(day(request.filter().to()));
    }
    return "attachment; filename=\"%s.%s\"".formatted(name, format.ending());
  }

  private static String day(Object instant) {
    return instant.toString().replace("T00:00:00Z", "").replace(':', '-');
  }
}
