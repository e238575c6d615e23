package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.page.BrowserPage;
import dev.costgraph.page.Chromium;
import dev.costgraph.page.Look;
import dev.costgraph.retention.Retention.Horizon;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page over a month of which a part is folded: sums as ever, and words where they end. */
@QuarkusTest
class FoldedPageIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  private static final String FOLDED = "keeps usages one by one from 2026-05-16T12:34:56Z on";

  @Inject Retention retention;
  @Inject SteppedClock clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTree tree = new TestTree("");

  private void foldSome(Path archive) throws Exception {
    clock.stop(AT);
    tree = TestTree.create("folded-page");
    record("folded", "1.5");
    clock.stop(AT.plus(Duration.ofDays(4)));
    record("kept", "2.25");
    Instant horizon = AT.plus(Duration.ofDays(1));
    assertThat(retention.fold(tree.platformId(), new Horizon(horizon, horizon, archive)).usages())
        .isEqualTo(1);
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private void record(String name, String amount) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", tree.id(name));
    usage.put("agentId", "agent-1");
    usage.put("taskId", tree.taskId(0));
    usage.put("runId", tree.id("run-of-" + name));
    usage.put("amount", amount);
    assertThat(
            GraphQl.send("record-usages", Map.of("usages", List.of(usage)))
                .getString("data.recordUsages[0].__typename"))
        .isEqualTo("Recorded");
  }

  @Test
  void shouldShowSumsAsEverAndSayWhereTheyEnd(@TempDir Path archive) throws Exception {
    foldSome(archive);
    String may = "platform=" + tree.platformId() + "&range=2026-05";
    try (Chromium chromium = Chromium.start();
        BrowserPage page = chromium.page(port, Look.LIGHT).allowing(FOLDED)) {
      page.open("/?" + may);
      assertThat(page.figure("[data-budget='" + tree.id("division") + "']")).isEqualTo("3.75");
      // the service is in that month, so half of the time before is folded: nothing to compare with
      assertThat(page.figure(".stat[aria-label='This month']")).isEqualTo("3.75");
      assertThat(page.find(".stat .note").first().innerText()).contains("not compared");
      assertThat(page.figure("cg-top-costs tbody")).isEqualTo("3.75");

      page.open("/costs?by=AGENT&mark=agent:agent-1&" + may);
      assertThat(page.figure(".cost-table tfoot")).isEqualTo("3.75");
      assertThat(page.await("main .failure").innerText()).contains(FOLDED, "sums only");

      page.open("/costs?by=RUN&" + may);
      page.await("main .failure:has-text('" + FOLDED + "')");
      page.find("main button:has-text('Ask without'), main a:has-text('Ask without')").click();
      page.await(".cost-table tfoot data[value='3.75']");

      page.open("/budget?id=" + tree.id("project-a") + "&" + may);
      assertThat(page.figure("[aria-label=Spent]")).isEqualTo("3.75");
      page.await("[aria-label='What moved it'] .failure:has-text('" + FOLDED + "')");

      page.open("/runs?" + may);
      assertThat(page.find("main .failure").first().innerText()).contains(FOLDED);
      page.open("/runs?call=" + tree.id("folded") + "&" + may);
      assertThat(page.find("main").innerText()).contains("so old that only sums are kept");
      page.open("/runs?id=" + tree.id("run-of-kept") + "&" + may);
      page.await("main data[value='2.25']");
    }
  }
}
