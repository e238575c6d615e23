package dev.costgraph.ingest;

import dev.costgraph.BadRequest;
import dev.costgraph.ledger.Ledger;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;

/** Imports usage from files. Who may, and which types come in, is decided by the gate before it. */
@Path("/import/usage")
public class ImportApi {

  private static final String CSV = "text/csv";
  private static final String JSON_LINES = "application/jsonl";
  private static final String NEWLINE_DELIMITED_JSON = "application/x-ndjson";

  private final Ledger ledger;

  ImportApi(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Books the lines of the body, as it comes in. Bad lines are told of in the answer and the others
   * are booked. When the body breaks off, what was booked stays: sending it again does the rest.
   */
  @POST
  @Consumes({CSV, JSON_LINES, NEWLINE_DELIMITED_JSON})
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public ImportReport importUsage(
      @Context UriInfo uri, @Context HttpHeaders headers, InputStream body) throws IOException {
    // closing reads what is left, so that a caller who is still sending gets the answer
    try (body) {
      ImportSettings settings = ImportSettings.of(uri.getQueryParameters());
      MediaType type = headers.getMediaType();
      String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
      if (!charset.equalsIgnoreCase("utf-8")) {
        throw new BadRequest(
            BadRequest.Code.INVALID_VALUE, "charset", "an import is in UTF-8, nothing else");
      }
      boolean csv = type.getSubtype().equalsIgnoreCase("csv");
      return new UsageImport(settings, ledger::record).run(body, csv);
    }
  }
}
