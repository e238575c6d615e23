package dev.costgraph.http;

import dev.costgraph.BadRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives the errors of imports and exports the form that all of the service's answers have. */
public class RestErrors {

  /** {@return status 400, and 503 where trying again is the way out} */
  @ServerExceptionMapper
  public Response badRequest(BadRequest e) {
    Map<String, Object> extensions = new HashMap<>();
    extensions.put("code", e.code().name());
    if (e.field() != null) {
      extensions.put("field", e.field());
    }
    boolean later =
        e.code() == BadRequest.Code.UNAVAILABLE || e.code() == BadRequest.Code.OVERLOADED;
    return Response.status(
            later ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.BAD_REQUEST)
        .type(MediaType.APPLICATION_JSON)
        .entity(
            Map.of(
                "errors",
                List.of(
                    Map.of("message", String.valueOf(e.getMessage()), "extensions", extensions))))
        .build();
  }
}
