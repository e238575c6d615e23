package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.page.BrowserPage;
import dev.costgraph.page.Chromium;
import dev.costgraph.page.Look;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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
}
