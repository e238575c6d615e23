package dev.costgraph.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The page in a tab. It keeps what must never happen, whatever a test does: messages of errors, and
 * requests to other hosts or with operations that are no file. {@link #close} fails on any.
 */
public final class BrowserPage implements AutoCloseable {

  private static final double WAIT_MS_MAX = 15_000;

  private static final Set<String> OPERATIONS = operations();

  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();
  private final List<String> allowed = new ArrayList<>();

  BrowserPage(BrowserContext context) {
    this.context = context;
    context.setDefaultTimeout(WAIT_MS_MAX);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (Set.of("error", "warning").contains(message.type())) {
            faults.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(error -> faults.add("uncaught: " + error));
    page.onRequest(this::check);
  }

  private void check(Request request) {
    URI uri = URI.create(request.url());
    if (!Set.of("data", "blob").contains(uri.getScheme()) && !"127.0.0.1".equals(uri.getHost())) {
      faults.add("asked another host: " + request.url());
    }
    String body = request.postData();
    if ("/graphql".equals(uri.getPath()) && body != null) {
      try (var reader = Json.createReader(new StringReader(body))) {
        String query = reader.readObject().getString("query");
        if (!OPERATIONS.contains(query)) {
          faults.add("sent what is no file of graphql/operations: " + query);
        }
      }
    }
  }

  /** Opens a path with its parameters and waits until nothing is loading any more. */
  public BrowserPage open(String path) {
    page.navigate(path);
    return settled();
  }

  /**
   * Waits until everything that is asked for is there; the test fails on what could not be had, but
   * for what it allows.
   */
  public BrowserPage settled() {
    page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    page.waitForFunction(
        "() => document.querySelector('main h1, main .empty, main .failure')"
            + " && !document.querySelector('.skeleton')");
    assertThat(page.locator("main .failure").allInnerTexts())
        .as("what the page says is wrong")
        .allMatch(failure -> allowed.stream().anyMatch(failure::contains));
    return this;
  }

  /**
   * Looks at the page that is open in another way, as a reader who turns the phone or the light.
   */
  public BrowserPage look(Look look) {
    page.setViewportSize(look.width(), look.height());
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
    page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
    return this;
  }

  /** {@return the tab itself} */
  public Page page() {
    return page;
  }

  public Locator find(String selector) {
    return page.locator(selector);
  }

  /** {@return the exact digits of the first figure that is found, as the API gave them} */
  public String figure(String selector) {
    return page.locator(selector + " data").first().getAttribute("value");
  }

  /** Waits until an element is there; the test fails if it does not come. */
  public Locator await(String selector) {
    Locator element = page.locator(selector).first();
    element.waitFor();
    return element;
  }

  /**
   * What a test provokes itself, such as a refused request, by a part of its message in the console
   * or on the page.
   */
  public BrowserPage allowing(String message) {
    allowed.add(message);
    return this;
  }

  /** Fails on what keeps people out, as axe-core finds it: serious and critical findings. */
  public void assertAccessible() {
    List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations)
        .filteredOn(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
        .extracting(rule -> rule.getId() + ": " + rule.getHelp() + rule.getNodes())
        .isEmpty();
  }

  /** Fails where the page is wider than the screen. */
  public void assertFitsTheWidth() {
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
  }

  /**
   * Fails where the page does not fit or keeps people out in any look, and keeps a picture of each.
   * The last look stays.
   */
  public BrowserPage assertForEverybody(String name) {
    for (Look look : Look.values()) {
      look(look);
      assertFitsTheWidth();
      assertAccessible();
      shoot(name + "-" + look.name().toLowerCase(Locale.ROOT));
    }
    return this;
  }

  /** Keeps a picture where {@code -Dcostgraph.screenshots=<directory>} asks for them. */
  public void shoot(String name) {
    String directory = System.getProperty("costgraph.screenshots");
    if (directory != null) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of(directory, name + ".png"))
              .setFullPage(true));
    }
  }

  @Override
  public void close() {
    context.close();
    faults.removeIf(fault -> allowed.stream().anyMatch(fault::contains));
    assertThat(faults).as("what must not happen on the page").isEmpty();
  }

  private static Set<String> operations() {
    Set<String> texts = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("graphql", "operations"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        texts.add(Files.readString(file, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
