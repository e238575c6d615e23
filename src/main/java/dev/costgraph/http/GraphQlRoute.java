package dev.costgraph.http;

import dev.costgraph.Limits;
import graphql.ExecutionResult;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /graphql}, in place of SmallRye's own handler, which answers an unreadable body with
 * 200 and no code, has one body limit for all paths, and does not say who is calling.
 */
@ApplicationScoped
class GraphQlRoute {

  /** Before SmallRye's socket at -99, after the authentication filters at -200. */
  static final int ORDER = -100;

  private static final Logger LOG = Logger.getLogger(GraphQlRoute.class);
  private static final String RESPONSE_TYPE = "application/graphql-response+json";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  void register(
      @Observes Router router,
      CurrentIdentityAssociation identity,
      CurrentVertxRequest current,
      Clock clock) {
    Operations operations = new Operations(identity, current, clock);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(Limits.BODY_BYTES_MAX);
    router
        .post("/graphql")
        .order(ORDER)
        .handler(
            context -> {
              context.request().resume();
              body.handle(context);
            })
        .handler(operations)
        .failureHandler(GraphQlRoute::fail);
  }

  private static void fail(RoutingContext context) {
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else if (context.statusCode() == 413) {
      Gate.bodyTooLarge().send(context);
    } else {
      LOG.error("GraphQL request failed", context.failure());
      new Refusal(500, "INTERNAL", "System error").send(context);
    }
  }

  /** Reads the request, runs it, writes the answer. */
  private static final class Operations extends SmallRyeGraphQLAbstractHandler {

    private final Clock clock;

    Operations(CurrentIdentityAssociation identity, CurrentVertxRequest current, Clock clock) {
      super(identity, current, false);
      this.clock = clock;
    }

    @Override
    protected void doHandle(RoutingContext context) {
      JsonObject request;
      try {
        String body = context.body().asString();
        request = inputToJsonObject(body == null ? "" : body);
      } catch (RuntimeException e) {
        // more than a JsonException: the parser's bound on nesting is a plain one
        LOG.debug("Unreadable JSON", e);
        new Refusal(400, "BAD_JSON", "the body is not one JSON object").send(context);
        return;
      }
      Refusal refusal = check(request);
      if (refusal != null) {
        refusal.send(context);
        return;
      }
      Map<String, Object> operation = getMetaData(context);
      operation.put(Role.KEY, context.get(Role.KEY, Role.NONE));
      getExecutionService()
          .executeAsync(request, operation, new Answer(context, request.getString("query"), clock));
    }
  }

  /** {@return what is wrong with the members of a request; null where nothing is} */
  static @Nullable Refusal check(JsonObject request) {
    if (!(request.get("query") instanceof JsonString query) || query.getString().isBlank()) {
      return new Refusal(400, "MISSING_QUERY", "\"query\" has to be a GraphQL document");
    }
    if (query.getString().length() > Limits.QUERY_CHARS_MAX) {
      return new Refusal(
          400,
          "QUERY_TOO_LONG",
          "at most %,d characters in \"query\"; send records as \"variables\""
              .formatted(Limits.QUERY_CHARS_MAX));
    }
    if (!isAbsentOr(request.get("variables"), JsonValue.ValueType.OBJECT)) {
      return new Refusal(400, "BAD_REQUEST", "\"variables\" has to be an object");
    }
    if (!isAbsentOr(request.get("operationName"), JsonValue.ValueType.STRING)) {
      return new Refusal(400, "BAD_REQUEST", "\"operationName\" has to be a string");
    }
    return null;
  }

  private static boolean isAbsentOr(@Nullable JsonValue value, JsonValue.ValueType type) {
    return value == null
        || value.getValueType() == JsonValue.ValueType.NULL
        || value.getValueType() == type;
  }

  /**
   * Writes what an operation answered: 200 whatever its outcome, which is in the body, and when, by
   * which the page sets its clock.
   */
  private record Answer(RoutingContext context, String query, Clock clock)
      implements ExecutionResponseWriter {

    @Override
    public void write(ExecutionResponse response) {
      if (context.response().ended() || context.response().closed()) {
        return;
      }
      ExecutionResult result = response.getExecutionResult();
      if (Errors.isUnparseable(result)) {
        new Refusal(400, "BAD_QUERY", Errors.explainUnparseable(query)).send(context);
        return;
      }
      String accept = context.request().getHeader("Accept");
      String type =
          accept != null && accept.contains(RESPONSE_TYPE) ? RESPONSE_TYPE : "application/json";
      context
          .response()
          .setStatusCode(200)
          .putHeader("Content-Type", type + "; charset=utf-8")
          .putHeader("Date", HTTP_DATE.format(clock.instant()))
          .end(Buffer.buffer(response.getExecutionResultAsString()));
    }

    @Override
    public void fail(Throwable failure) {
      context.fail(failure);
    }
  }
}
