package dev.costgraph.report;

import dev.costgraph.report.ReportRequest.ReportFormat;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Serves reports. Who may is decided by the gate before it. */
@Path("/report")
public class ReportApi {

  private static final String NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'";

  private final ReportReader reader;

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
   * NOT_FOUND, NARROW_THE_RANGE, QUERY_TIMEOUT.
   */
  @GET
  @RunOnVirtualThread
  public Response report(@Context UriInfo uri) {
    ReportRequest request = ReportRequest.of(uri.getQueryParameters());
    Report report = reader.read(request);
    return request.format() == ReportFormat.HTML
        ? answer("text/html", new ReportPage(report))
        : answer("text/markdown", new ReportText(report));
  }

  /** The trend of such a report as a picture. */
  @GET
  @Path("/trend.svg")
  @RunOnVirtualThread
  public Response trend(@Context UriInfo uri) {
    Report report = reader.read(ReportRequest.of(uri.getQueryParameters()));
    return answer("image/svg+xml", new TrendPicture(report.trend()));
  }

  private static Response answer(String type, TemplateInstance template) {
    return Response.ok(template.render(), type + ";charset=utf-8")
        .header("Content-Security-Policy", NO_SCRIPTS)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
