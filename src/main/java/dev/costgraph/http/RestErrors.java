package dev.costgraph.http;

import dev.costgraph.BadRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Gives the errors of imports, exports and reports the form that all of the service's answers have.
 */
public class RestErrors {

  private static final Set<BadRequest.Code> TRY_AGAIN =
      Set.of(BadRequest.Code.UNAVAILABLE, BadRequest.Code.UNKNOWN, BadRequest.Code.OVERLOADED);

  private static final int RETRY_AFTER_SECONDS = 30;

  /** {@return status 400, and 503 where trying again is the way out} */
  @ServerExceptionMapper
  public Response badRequest(BadRequest e) {
    Map<String, Object> extensions = new HashMap<>();
    extensions.put("code", e.code().name());
    if (e.field() != null) {
      extensions.put("field", e.field());
    }
    Response.ResponseBuilder response =
        TRY_AGAIN.contains(e.code())
            ? Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
            : Response.status(Response.Status.BAD_REQUEST);
    return response
        .type(MediaType.APPLICATION_JSON)
        .entity(
            Map.of(
                "errors",
                List.of(
                    Map.of("message", String.valueOf(e.getMessage()), "extensions", extensions))))
        .build();
  }
}
