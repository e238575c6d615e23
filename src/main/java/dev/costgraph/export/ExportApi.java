package dev.costgraph.export;

import dev.costgraph.BadRequest;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/**
 * Exports of any size as CSV or JSON Lines. Who may is decided by the gate before it; what is wrong
 * with a request is answered before the first row.
 */
@Path("/export")
public class ExportApi {

  private static final Map<String, String> GRAINS = Map.of("grain", CostExport.DAILY);

  private final UsageGraph graph;
  private final ExportStream stream;
  private final UsageExport usages;
  private final CostExport costs;
  private final BudgetExport budgets;
  private final FocusExport focus;

  ExportApi(
      UsageGraph graph,
      ExportStream stream,
      UsageExport usages,
      CostExport costs,
      BudgetExport budgets,
      FocusExport focus) {
    this.graph = graph;
    this.stream = stream;
    this.usages = usages;
    this.costs = costs;
    this.budgets = budgets;
    this.focus = focus;
  }

  @GET
  @Path("/usage")
  @RunOnVirtualThread
  public Response usage(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest connection) {
    ExportRequest request = request(UsageExport.TABLE, ExportRequest.FILTER, Map.of(), uri);
    ExportFormat format = format(request, headers);
    UsageScope scope = retained(request);
    return stream.answer(
        request,
        format,
        UsageExport.TABLE,
        headers,
        connection,
        rows -> usages.write(request, scope, rows));
  }

  @GET
  @Path("/costs")
  @RunOnVirtualThread
  public Response costs(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest connection) {
    ExportRequest request = request(CostExport.TABLE, ExportRequest.CELL_FILTER, GRAINS, uri);
    ExportFormat format = format(request, headers);
    UsageScope scope = scope(request);
    CostExport.check(request, scope);
    return stream.answer(
        request,
        format,
        CostExport.TABLE,
        headers,
        connection,
        rows -> costs.write(request, scope, rows));
  }

  @GET
  @Path("/budgets")
  @RunOnVirtualThread
  public Response budgets(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest connection) {
    ExportRequest request =
        request(
            BudgetExport.TABLE,
            List.of("platformIds", "from", "to"),
            Map.of("at", "", "periods", BudgetExport.CURRENT),
            uri);
    ExportFormat format = format(request, headers);
    BudgetExport.check(request);
    UsageScope scope = scope(request);
    return stream.answer(
        request,
        format,
        BudgetExport.TABLE,
        headers,
        connection,
        rows -> budgets.write(request, scope, rows));
  }

  @GET
  @Path("/focus")
  @RunOnVirtualThread
  public Response focus(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest connection) {
    ExportRequest request = request(FocusTable.TABLE, ExportRequest.FILTER, GRAINS, uri);
    ExportFormat format = format(request, headers);
    FocusExport.grain(request);
    UsageScope scope = retained(request);
    return stream.answer(
        request,
        format,
        FocusTable.TABLE,
        headers,
        connection,
        rows -> focus.write(request, scope, rows));
  }

  private UsageScope scope(ExportRequest request) {
    try {
      return graph.scope(request.filter());
    } catch (BadRequest e) {
      throw ExportRequest.ofParameters(e);
    }
  }

  private UsageScope retained(ExportRequest request) {
    UsageScope scope = scope(request);
    try {
      scope.requireRetained();
    } catch (BadRequest e) {
      throw ExportRequest.ofParameters(e);
    }
    return scope;
  }

  private static ExportRequest request(
      Table<?> table, List<String> filters, Map<String, String> options, UriInfo uri) {
    return ExportRequest.of(table.name(), filters, options, uri.getQueryParameters());
  }

  private static ExportFormat format(ExportRequest request, HttpHeaders headers) {
    return ExportFormat.of(request.options().get("format"), headers.getAcceptableMediaTypes());
  }
}
