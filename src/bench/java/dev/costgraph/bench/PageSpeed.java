package dev.costgraph.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The page in Chromium over the usages of the {@link Cube}: what is loaded, when something and when
 * every figure can be seen, how long a click takes, and the frames while changes pour in.
 */
final class PageSpeed {

  private static final int LOADS = 10;
  private static final int CHANGES = 1_000;
  private static final int SECONDS = 20;
  private static final String RANGE = "cg-range-picker select";

  private static final List<String> PATHS =
      List.of("/", "/costs", "/budget?id=cube-p3", "/runs", "/explore", "/prices");

  /** Counts what is asked for and not answered yet. */
  private static final String COUNTING =
      """
      (() => {
        const real = window.fetch;
        window.asked = 0;
        window.fetch = (...given) => {
          window.asked++;
          return real(...given).finally(() => window.asked--);
        };
      })();
      """;

  /** When nothing is loading for three frames, as one answer may be what another is asked by. */
  private static final String ALL_THERE =
      """
      () => {
        const there =
          window.asked === 0 &&
          document.querySelector('main h1, main .empty, main .failure') &&
          !document.querySelector('.skeleton');
        window.quiet = there ? (window.quiet ?? 0) + 1 : 0;
        return window.quiet > 3;
      }
      """;

  /**
   * Lets changes of budgets come as if the service had sent them: the first that it sends is sent
   * again with other budgets, amounts and numbers, each in a message of its own.
   */
  private static final String POURING =
      """
      (() => {
        const Real = window.WebSocket;
        window.WebSocket = class extends Real {
          constructor(...given) {
            super(...given);
            this.addEventListener('message', (event) => {
              const message = JSON.parse(event.data);
              if (!window.source && message.payload?.data?.budgetChanged?.length > 1) {
                window.source = { socket: this, message };
              }
            });
          }
        };
        window.pour = (perSecond, seconds) =>
          new Promise((done) => {
            const { socket, message } = window.source;
            const statuses = message.payload.data.budgetChanged;
            const start = performance.now();
            const frames = [];
            let sent = 0;
            let last = start;
            const frame = (now) => {
              frames.push(now - last);
              last = now;
              requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);
            const timer = setInterval(() => {
              const passed = Math.min(performance.now() - start, seconds * 1000);
              for (; sent < (passed * perSecond) / 1000; sent++) {
                const status = statuses[sent % statuses.length];
                status.sequence += statuses.length;
                status.spent = (Number(status.spent) + 0.01).toFixed(9);
                message.payload.data.budgetChanged = [status];
                const data = JSON.stringify(message);
                socket.dispatchEvent(new MessageEvent('message', { data }));
              }
              if (passed >= seconds * 1000) {
                clearInterval(timer);
                frames.sort((a, b) => a - b);
                const at = (share) => frames[Math.floor(frames.length * share)];
                done([sent, frames.length, at(0.5), at(0.95), at(0.999999)]);
              }
            }, 4);
          });
      })();
      """;

  private final String address;
  private final Browser browser;
  private final Report report;

  private PageSpeed(int port, Browser browser, Report report) {
    this.address = "http://127.0.0.1:" + port;
    this.browser = browser;
    this.report = report;
  }

  static void run(Path directory) throws Exception {
    Report report = new Report("page");
    Playwright.CreateOptions options =
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    try (Cube cube = Cube.start(directory)) {
      cube.fill(Cube.STORED);
      try (Playwright playwright = Playwright.create(options);
          Browser browser =
              playwright
                  .chromium()
                  .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium()))) {
        PageSpeed page = new PageSpeed(cube.service().port(), browser, report);
        page.loads(cube.stored());
        page.actions();
        page.changes();
      }
    }
    report.write();
  }

  private static Path chromium() {
    return Path.of(
        Objects.requireNonNullElse(System.getenv("COSTGRAPH_CHROMIUM"), "/usr/bin/chromium"));
  }

  private void loads(long stored) {
    report.line(
        "| opened with nothing cached, %,d usages | kB loaded | first paint, p50 ms | all there,"
            + " p50 ms | p95 ms |",
        stored);
    report.line("| --- | ---: | ---: | ---: | ---: |");
    for (String path : PATHS) {
      double[] first = new double[LOADS];
      double[] all = new double[LOADS];
      long[] loaded = new long[1];
      for (int load = 0; load <= LOADS; load++) {
        int place = Math.max(0, load - 1); // the first warms up
        in(
            page -> {
              List<Request> finished = new ArrayList<>();
              page.onRequestFinished(finished::add);
              open(page, path);
              all[place] = number(page.evaluate("performance.now()"));
              first[place] =
                  number(
                      page.evaluate(
                          "performance.getEntriesByName('first-contentful-paint')[0].startTime"));
              loaded[0] =
                  List.copyOf(finished).stream()
                      .filter(request -> !URI.create(request.url()).getPath().equals("/graphql"))
                      .mapToLong(request -> request.sizes().responseBodySize)
                      .sum();
            });
      }
      Arrays.sort(first);
      Arrays.sort(all);
      report.line(
          "| `%s` | %.0f | %.0f | %.0f | %.0f |",
          path, loaded[0] / 1e3, first[LOADS / 2], all[LOADS / 2], all[LOADS - 1]);
    }
    report.line("");
  }

  private void actions() {
    report.line("| until everything is there again | p50 ms | p95 ms |");
    report.line("| --- | ---: | ---: |");
    act("/", "the overview of 90 days", page -> page.selectOption(RANGE, "90d"));
    act("/", "into the largest cost of the overview", page -> page.click(".walk-list button"));
    act("/", "from the overview to the costs", page -> page.click(".app-nav a[href^='/costs']"));
    act("/costs", "the costs of 90 days", page -> page.selectOption(RANGE, "90d"));
  }

  private void act(String path, String what, Consumer<Page> action) {
    double[] taken = new double[LOADS];
    for (int i = 0; i < LOADS; i++) {
      int place = i;
      in(
          page -> {
            open(page, path);
            page.evaluate("window.quiet = 0; window.start = performance.now()");
            action.accept(page);
            page.waitForFunction(ALL_THERE);
            taken[place] = number(page.evaluate("performance.now() - window.start"));
          });
    }
    Arrays.sort(taken);
    report.line("| %s | %.0f | %.0f |", what, taken[LOADS / 2], taken[LOADS - 1]);
  }

  private void changes() {
    in(
        page -> {
          page.addInitScript(POURING);
          open(page, "/?range=month");
          page.waitForFunction("() => window.source");
          List<?> frames =
              (List<?>)
                  page.evaluate(
                      "([changes, seconds]) => pour(changes, seconds)", List.of(CHANGES, SECONDS));
          report.line("");
          report.line(
              "%,.0f changes of budgets in %d s, each in a message of its own: %.0f frames a"
                  + " second, from one to the next %.1f ms (p50), %.1f ms (p95), at most %.0f ms.",
              number(frames.get(0)),
              SECONDS,
              number(frames.get(1)) / SECONDS,
              number(frames.get(2)),
              number(frames.get(3)),
              number(frames.get(4)));
        });
  }

  private void in(Consumer<Page> look) {
    try (BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setBaseURL(address).setViewportSize(1440, 1000))) {
      context.addInitScript(COUNTING);
      look.accept(context.newPage());
    }
  }

  private static void open(Page page, String path) {
    page.navigate(path + (path.contains("?") ? "&" : "?") + "platform=" + Cube.PLATFORM);
    page.waitForFunction(ALL_THERE);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
