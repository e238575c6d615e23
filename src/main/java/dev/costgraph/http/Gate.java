package dev.costgraph.http;

import dev.costgraph.Limits;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The first thing every request meets, WebSocket upgrades too. A page of another site may send a
 * form to this machine or point its own name at it, so what a browser cannot forge is checked: the
 * Host against a list, the Origin against the Host, and a Content-Type that needs a preflight.
 */
@ApplicationScoped
class Gate {

  /** Runs before every other filter: nothing is parsed or authenticated for a stranger. */
  private static final int PRIORITY = 1_000_000;

  private static final String GRAPHQL = "/graphql";
  private static final String IMPORT = "/import/";
  private static final String HEALTH = "/q/health";
  private static final String JSON = "application/json";
  private static final Set<String> IMPORT_TYPES =
      Set.of("text/csv", "application/jsonl", "application/x-ndjson");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** A name, an IPv4 address or a bracketed IPv6 address, and perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile("(?<name>\\[[0-9a-f:.]+]|[0-9a-z._-]+)(:\\d{1,5})?");

  private static final Pattern ORIGIN = Pattern.compile("https?://(?<host>[^/?#@\\s]+)");

  private static final Refusal BAD_HOST =
      new Refusal(400, "BAD_HOST", "exactly one Host, and a path in the request line");

  private final Access access;
  private final Set<String> names;

  Gate(
      Access access,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "costgraph.hosts") Optional<List<String>> hosts) {
    this.access = access;
    this.names =
        Stream.concat(
                Stream.of("localhost", "127.0.0.1", "[::1]", bracketed(host)),
                hosts.orElse(List.of()).stream().map(Gate::bracketed))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  void register(@Observes Filters filters) {
    filters.register(this::pass, PRIORITY);
  }

  /** Vert.x gives up on a Host that it cannot read before any filter runs, as its own failure. */
  void register(@Observes Router router) {
    router
        .route()
        .order(-PRIORITY)
        .failureHandler(
            context -> {
              String message = context.failure() == null ? null : context.failure().getMessage();
              if (context.failure() instanceof VertxException
                  && message != null
                  && message.contains("Host")) {
                BAD_HOST.send(context);
              } else {
                context.next();
              }
            });
  }

  private void pass(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = context.normalizedPath();
    if (isHealth(request, path)) {
      context.next();
      return;
    }
    Refusal refusal = host(request);
    if (refusal == null) {
      refusal = form(context, path);
    }
    if (refusal == null && PageRoutes.isPage(request.method(), path)) {
      PageRoutes.secure(context, path);
    } else if (refusal == null) {
      refusal = caller(context, path);
    }
    if (refusal == null) {
      context.next();
    } else {
      refusal.send(context);
    }
  }

  /** Probes call by the address of a container and without a token; health tells no secret. */
  private static boolean isHealth(HttpServerRequest request, String path) {
    return request.method().equals(HttpMethod.GET)
        && (path.equals(HEALTH) || path.startsWith(HEALTH + "/"));
  }

  private @Nullable Refusal host(HttpServerRequest request) {
    List<String> sent = request.headers().getAll("Host");
    // HTTP/2 has :authority in place of the header; two hosts, or one more in the request line,
    // would let this check read one and a later reader the other
    String host =
        sent.isEmpty() && request.authority() != null ? request.authority().toString() : null;
    if (sent.size() == 1) {
      host = sent.get(0);
    }
    if (host == null || !request.uri().startsWith("/")) {
      return BAD_HOST;
    }
    host = host.toLowerCase(Locale.ROOT);
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches() || !names.contains(matcher.group("name"))) {
      return new Refusal(
          421, "UNKNOWN_HOST", "this host name is not served; list it in COSTGRAPH_HOSTS");
    }
    List<String> origins = request.headers().getAll("Origin");
    if (!origins.isEmpty()) {
      Matcher origin = ORIGIN.matcher(origins.get(0).toLowerCase(Locale.ROOT));
      if (origins.size() > 1 || !origin.matches() || !origin.group("host").equals(host)) {
        return new Refusal(
            403, "FOREIGN_ORIGIN", "a page may call only the host and port it was loaded from");
      }
    }
    return null;
  }

  private static @Nullable Refusal form(RoutingContext context, String path) {
    HttpServerRequest request = context.request();
    if (READING.contains(request.method())) {
      return path.equals(GRAPHQL)
              && !request.method().equals(HttpMethod.OPTIONS)
              && !isSocket(request)
          ? new Refusal(405, "METHOD_NOT_ALLOWED", "send operations by POST or WebSocket")
          : null;
    }
    List<String> types = request.headers().getAll("Content-Type");
    String type = types.size() == 1 ? types.get(0) : "";
    int parameters = type.indexOf(';');
    type = (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    if (path.startsWith(IMPORT)) {
      return IMPORT_TYPES.contains(type)
          ? null
          : new Refusal(
              415, "UNSUPPORTED_TYPE", "send text/csv, application/jsonl or application/x-ndjson");
    }
    if (!type.equals(JSON)) {
      return new Refusal(415, "UNSUPPORTED_TYPE", "send Content-Type: application/json");
    }
    // for a body without a length: Quarkus counts what a resource reads against this
    context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, (long) Limits.BODY_BYTES_MAX);
    return length(request);
  }

  /** The announced length only. */
  private static @Nullable Refusal length(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length == null) {
      return null;
    }
    boolean fits = length.length() < 10 && Long.parseLong(length) <= Limits.BODY_BYTES_MAX;
    return fits ? null : bodyTooLarge();
  }

  static Refusal bodyTooLarge() {
    return new Refusal(
        413, "BODY_TOO_LARGE", "at most %,d bytes in one request".formatted(Limits.BODY_BYTES_MAX));
  }

  private @Nullable Refusal caller(RoutingContext context, String path) {
    HttpServerRequest request = context.request();
    String authorization = request.getHeader("Authorization");
    Role role = access.roleOf(authorization);
    context.put(Role.KEY, role);
    if (role == Role.NONE) {
      // a browser cannot send the header with an upgrade: connection_init brings the token
      boolean later = authorization == null && path.equals(GRAPHQL) && isSocket(request);
      return later ? null : new Refusal(401, "UNAUTHORIZED", "send Authorization: Bearer <token>");
    }
    // at /graphql the guard knows what is read and what is written
    boolean writes = !READING.contains(request.method()) && !path.equals(GRAPHQL);
    return writes && role != Role.WRITER
        ? new Refusal(403, "FORBIDDEN", "the read-only token may not write")
        : null;
  }

  private static boolean isSocket(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && request.headers().contains("Upgrade", "websocket", true);
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
