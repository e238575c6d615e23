package dev.costgraph.report;

import dev.costgraph.Limits;
import dev.costgraph.Places;
import dev.costgraph.graph.Graph;
import dev.costgraph.report.ReportRequest.ReportFormat;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Serves reports. Who may is decided by the gate before it. */
@Path("/report")
public class ReportApi {

  private static final String NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'";

  private final ReportReader reader;

  /** Reports read much: together they leave memory and processors to the ledger. */
  final Semaphore places = new Semaphore(Limits.REPORTS_AT_ONCE_MAX, true);

  ReportApi(ReportReader reader) {
    this.reader = reader;
  }

  /** A report as a page or as Markdown. */
  record ReportPage(Report report) implements TemplateInstance {}

  /** The same in Markdown. */
  record ReportText(Report report) implements TemplateInstance {}

  /** Its trend alone. */
  record TrendPicture(Trend trend) implements TemplateInstance {}

  /**
   * What a day, a week or a month of a budget came to: {@code budgetId}, {@code period} (day, week
   * or month), {@code at} a day of it, {@code format} html or markdown. Errors: INVALID_VALUE,
   * NOT_FOUND, OUT_OF_RANGE for more budgets below it than one list holds, NARROW_THE_RANGE,
   * QUERY_TIMEOUT, FOLDED; with status 503 OVERLOADED, UNAVAILABLE and UNKNOWN, where trying again
   * helps.
   */
  @GET
  @RunOnVirtualThread
  public Response report(@Context UriInfo uri) {
    ReportRequest request = ReportRequest.of(uri.getQueryParameters());
    Report report = inTurn(() -> reader.read(request));
    return request.format() == ReportFormat.HTML
        ? answer("text/html", new ReportPage(report))
        : answer("text/markdown", new ReportText(report));
  }

  /** The trend of such a report as a picture. Errors likewise. */
  @GET
  @Path("/trend.svg")
  @RunOnVirtualThread
  public Response trend(@Context UriInfo uri) {
    ReportRequest request = ReportRequest.of(uri.getQueryParameters());
    return answer("image/svg+xml", new TrendPicture(inTurn(() -> reader.trend(request))));
  }

  /** {@return what is read, in a place of its own} */
  <T> T inTurn(Supplier<T> reading) {
    Places.take(
        places,
        Limits.REPORT_WAIT_MAX,
        "%d reports are being made, as many as may at once: send it again later"
            .formatted(Limits.REPORTS_AT_ONCE_MAX));
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw Graph.clear(e);
    } finally {
      places.release();
    }
  }

  private static Response answer(String type, TemplateInstance template) {
    return Response.ok(template.render(), type + ";charset=utf-8")
        .header("Content-Security-Policy", NO_SCRIPTS)
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .build();
  }
}
