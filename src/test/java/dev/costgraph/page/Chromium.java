package dev.costgraph.page;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The Chromium of this machine. A test is skipped where there is none: {@code COSTGRAPH_CHROMIUM}
 * says where it is, {@code /usr/bin/chromium} if absent.
 */
public final class Chromium implements AutoCloseable {

  private static final Path EXECUTABLE =
      Path.of(Objects.requireNonNullElse(System.getenv("COSTGRAPH_CHROMIUM"), "/usr/bin/chromium"));

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it, with a profile of its own that is gone afterwards. */
  public static Chromium start() {
    assumeThat(Files.isExecutable(EXECUTABLE))
        .as("a Chromium at " + EXECUTABLE + "; without one the page is not tested")
        .isTrue();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE)));
  }

  /**
   * {@return a tab of its own on the service, without a page yet}
   *
   * @param port of the service on this machine
   */
  public BrowserPage page(int port, Look look) {
    return page(port, look.options());
  }

  /** {@return the same for a reader of another language in another zone} */
  BrowserPage page(int port, Look look, String locale, String zone) {
    return page(port, look.options().setLocale(locale).setTimezoneId(zone));
  }

  private BrowserPage page(int port, NewContextOptions options) {
    return new BrowserPage(browser.newContext(options.setBaseURL("http://127.0.0.1:" + port)));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
