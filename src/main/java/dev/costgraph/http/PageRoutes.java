package dev.costgraph.http;

import dev.costgraph.Gzip;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The live page: which paths it has, and what its answers say to a browser. Its files hold no data,
 * so they are served without a token; the page asks for one and sends it with each operation.
 */
@ApplicationScoped
class PageRoutes {

  private static final String INDEX = "/";

  /** As {@code state/router.ts} has them: a link to each is answered with the one document. */
  private static final Set<String> DEEP_LINKS =
      Set.of("/costs", "/budget", "/runs", "/explore", "/prices");

  /** Scripts and styles, each with the hash of its content in its name. */
  private static final String BUNDLE = "/static/bundle/";

  private static final Pattern FILE = Pattern.compile(Pattern.quote(BUNDLE) + "[\\w-]+\\.(js|css)");

  private static final String UTF8 = "; charset=utf-8";

  private static final String ICON = "/favicon.svg";

  /**
   * Everything from this service alone, and no inline script or style. Scripts set styles through
   * the object model, which this allows.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<HttpMethod> LOADING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** Files that are there, by path: as many as the build made. */
  private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

  /** Before the handler of static files, which knows the document by its own path only. */
  void register(@Observes Router router) {
    DEEP_LINKS.forEach(
        path ->
            router.get(path).order(GraphQlRoute.ORDER).handler(context -> context.reroute(INDEX)));
    router
        .get(BUNDLE + "*")
        .order(GraphQlRoute.ORDER)
        .blockingHandler(context -> compress(context), false);
  }

  /**
   * Sends a bundled file compressed, to who takes that. Not by Quarkus' setting for all answers:
   * over HTTP/2 it compresses again what an export has compressed. Outside of a package the files
   * are not on the class path and go out as they are.
   */
  private void compress(RoutingContext context) {
    String path = context.normalizedPath();
    boolean accepted = Gzip.isAccepted(context.request().getHeader("Accept-Encoding"));
    byte[] body = null;
    if (accepted && FILE.matcher(path).matches()) {
      body = compressed.get(path);
      if (body == null) {
        body = gzip(path);
      }
    }
    if (body == null) {
      context.next();
      return;
    }
    compressed.put(path, body);
    context
        .response()
        .putHeader("Content-Type", (path.endsWith(".css") ? "text/css" : "text/javascript") + UTF8)
        .putHeader("Content-Encoding", "gzip")
        .putHeader("Vary", "Accept-Encoding")
        .end(Buffer.buffer(body));
  }

  /** {@return the file compressed; null where there is none} */
  private static byte @Nullable [] gzip(String path) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream file = loader.getResourceAsStream("META-INF/resources" + path)) {
      if (file == null) {
        return null;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        file.transferTo(out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return whether the request only loads the page, whoever sends it} */
  static boolean isPage(HttpMethod method, String path) {
    return LOADING.contains(method)
        && (isDocument(path) || path.startsWith(BUNDLE) || path.equals(ICON));
  }

  private static boolean isDocument(String path) {
    return path.equals(INDEX) || DEEP_LINKS.contains(path);
  }

  /** Has the page's answer leave with its headers. */
  static void secure(RoutingContext context, String path) {
    context.addHeadersEndHandler(
        done -> {
          MultiMap headers = context.response().headers();
          headers.set("X-Content-Type-Options", "nosniff");
          if (isDocument(path)) {
            headers
                .set("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Cache-Control", "no-cache");
          } else if (path.startsWith(BUNDLE) && context.response().getStatusCode() == 200) {
            headers.set("Cache-Control", "public, max-age=31536000, immutable");
          }
        });
  }
}
