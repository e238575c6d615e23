package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.ledger.TestTree;
import dev.costgraph.page.BrowserPage;
import dev.costgraph.page.Chromium;
import dev.costgraph.page.Look;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The page where a token is set: it loads, asks for one, and follows with it. */
@QuarkusTest
@TestProfile(TokenIT.Tokens.class)
class PageTokenIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldAskForTheToken() {
    try (Chromium chromium = Chromium.start();
        BrowserPage page = chromium.page(port, Look.LIGHT).allowing("401")) {
      page.page().navigate("/costs?platform=nowhere");
      page.await("dialog[open] input");
      for (int i = 0; i < 4; i++) {
        page.page().keyboard().press("Escape");
      }
      page.await("dialog[open] input").fill("not-the-token-not");
      page.find("dialog[open] button[type=submit]").click();
      assertThat(page.await("dialog[open]:has-text('does not know')").isVisible()).isTrue();

      page.await("dialog[open] input").fill("read-read-read-read");
      page.find("dialog[open] button[type=submit]").click();

      page.await("main .empty:has-text('nowhere')");
      assertThat(page.find("dialog[open]").count()).isZero();
      assertThat(page.page().evaluate("localStorage.length")).isEqualTo(0);
      assertThat(page.page().evaluate("document.cookie")).isEqualTo("");
      page.page().reload();
      page.await("main .empty:has-text('nowhere')");
      assertThat(page.find("dialog[open]").count()).isZero();

      page.find("[aria-label='Sign out']").click();
      page.await("dialog[open] input");
      assertThat(page.page().evaluate("sessionStorage.length")).isEqualTo(0);
    }
  }

  @Test
  void shouldShowEverythingAndChangeNothingWithTheReadOnlyToken() {
    TestTree tree = TestTree.create("read-only");
    String platform = "platform=" + tree.platformId();
    String budget = "/budget?id=" + tree.id("project-a") + "&" + platform;
    try (Chromium chromium = Chromium.start();
        BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.page().addInitScript("sessionStorage.setItem('costgraph.token', 'read-read-read-read')");
      for (String path : List.of("/?", "/costs?", "/runs?", "/explore?", "/prices?")) {
        page.open(path + platform);
      }
      page.open(budget);
      page.await("[data-state=live]");

      page.find("button:has-text('Edit…')").click();
      page.await("dialog[open] [name=limit]").fill("1234");
      page.find("dialog[open] button:has-text('Save')").click();

      assertThat(page.await("dialog[open] [role=alert]").innerText()).contains("read-only token");
      assertThat(page.find("dialog[open] [name=limit]").inputValue()).isEqualTo("1234");
      page.open(budget);
      page.await("[data-figure=limit] data[value='300']");
    }
  }

  @Test
  void shouldAskForTheTokenOnEveryPage() {
    try (Chromium chromium = Chromium.start();
        BrowserPage page = chromium.page(port, Look.LIGHT).allowing("401")) {
      for (String path : List.of("/", "/costs", "/budget?id=a", "/runs", "/explore", "/prices")) {
        page.page().navigate(path);
        page.await("dialog[open] input");
        page.assertAccessible();
      }
    }
  }
}
