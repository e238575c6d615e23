package dev.costgraph.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * Why a request is not served, in the form of a GraphQL error.
 *
 * @param status of HTTP
 * @param code in {@code extensions.code}, documented in {@code docs/operating.md}
 * @param message what was wrong and which setting or value would be right
 */
record Refusal(int status, String code, String message) {

  /** Answers the request with this refusal; the rest of its body is read and thrown away. */
  void send(RoutingContext context) {
    context.request().resume();
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body().toBuffer());
  }

  JsonObject body() {
    return new JsonObject()
        .put(
            "errors",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("message", message)
                        .put("extensions", new JsonObject().put("code", code))));
  }
}
