package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.PageInfo;
import dev.costgraph.pricing.ModelPriceConnection.ModelPriceEdge;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceApiTests {

  private static final Instant NOW = Instant.parse("2025-07-01T00:00:00Z");

  private static final ModelPrice O3_OLD = price("o3", "openai", null, "10");
  private static final ModelPrice O3 = price("o3", "openai", "2025-06-10T00:00:00Z", "2");
  private static final ModelPrice O3_MINI = price("o3-mini", "openai", null, "1");
  private static final ModelPrice SONNET = price("Sonnet", "anthropic", null, "3");
  private static final ModelPrice LATER = price("grok", "xai", "2026-01-01T00:00:00Z", "5");

  private final PriceApi api = api(O3, LATER, O3_MINI, SONNET, O3_OLD);

  @Test
  void shouldFindThePriceOfNow() {
    assertThat(api.price("o3", null, null, null)).isEqualTo(O3);
    assertThat(api.price("grok", null, null, null)).isNull();
  }

  @Test
  void shouldFindThePriceOfTheTime() {
    assertThat(api.price("O3", "OpenAI", Instant.parse("2025-06-09T00:00:00Z"), null))
        .isEqualTo(O3_OLD);
    assertThat(api.price("grok", null, Instant.parse("2026-01-01T00:00:00Z"), null))
        .isEqualTo(LATER);
  }

  @Test
  void shouldFindNoPriceThatIsNotKnown() {
    assertThat(api.price("o4", null, null, null)).isNull();
    assertThat(api.price("o3", "azure", null, null)).isNull();
  }

  @Test
  void shouldListByProviderModelAndTime() {
    assertThat(api.prices(null, null, null, 50, null, null).nodes())
        .containsExactly(SONNET, O3_OLD, O3, O3_MINI, LATER);
  }

  @Test
  void shouldListThoseThatHoldAtATime() {
    assertThat(api.prices(null, null, NOW, 50, null, null).nodes())
        .containsExactly(SONNET, O3, O3_MINI);
    assertThat(api.prices(null, null, Instant.EPOCH, 50, null, null).nodes())
        .containsExactly(SONNET, O3_OLD, O3_MINI);
  }

  @Test
  void shouldListThoseOfAProviderOrAName() {
    assertThat(api.prices("OPENAI", null, null, 50, null, null).nodes())
        .containsExactly(O3_OLD, O3, O3_MINI);
    assertThat(api.prices(null, "SONN", null, 50, null, null).nodes()).containsExactly(SONNET);
    assertThat(api.prices("openai", "mini", NOW, 50, null, null).nodes()).containsExactly(O3_MINI);
    assertThat(api.prices("nobody", null, null, 50, null, null).nodes()).isEmpty();
  }

  @Test
  void shouldPageThroughTheList() {
    ModelPriceConnection first = api.prices(null, null, null, 2, null, null);
    ModelPriceConnection second =
        api.prices(null, null, null, 2, first.pageInfo().endCursor(), null);
    ModelPriceConnection third =
        api.prices(null, null, null, 2, second.pageInfo().endCursor(), null);

    assertThat(first.nodes()).containsExactly(SONNET, O3_OLD);
    assertThat(second.nodes()).containsExactly(O3, O3_MINI);
    assertThat(third.nodes()).containsExactly(LATER);
    assertThat(first.pageInfo())
        .isEqualTo(
            new PageInfo(
                true, false, first.edges().get(0).cursor(), first.edges().get(1).cursor()));
    assertThat(second.pageInfo().hasNextPage()).isTrue();
    assertThat(second.pageInfo().hasPreviousPage()).isTrue();
    assertThat(third.pageInfo().hasNextPage()).isFalse();
    assertThat(third.pageInfo().hasPreviousPage()).isTrue();
    assertThat(api.prices(null, null, null, 2, third.pageInfo().endCursor(), null).pageInfo())
        .isEqualTo(new PageInfo(false, true, null, null));
  }

  @Test
  void shouldGoOnAfterACursorWhosePriceIsNotInTheList() {
    String cursor = api.prices("openai", null, null, 1, null, null).pageInfo().endCursor();

    // the cursor of o3's old price, in a list of those that hold now
    assertThat(api.prices(null, null, NOW, 50, cursor, null).nodes()).containsExactly(O3, O3_MINI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!", "YWJj", "b3BlbmFpCg"})
  void shouldRefuseACursorOfAnotherList(String cursor) {
    assertThatThrownBy(() -> api.prices(null, null, null, 50, cursor, null))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.BAD_CURSOR));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 501})
  void shouldRefuseAPageThatIsTooLong(int first) {
    assertThatThrownBy(() -> api.prices(null, null, null, first, null, null))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.OUT_OF_RANGE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 500})
  void shouldShowEveryPriceOfTheCatalogueOnce(int first) {
    PriceCatalogue catalogue = PriceCatalogue.load();
    PriceBook book = PriceBook.of(catalogue);
    PriceApi catalogued = new PriceApi(() -> book, Clock.fixed(NOW, ZoneOffset.UTC));
    List<ModelPrice> seen = new ArrayList<>();
    String after = null;
    boolean more = true;
    while (more) {
      ModelPriceConnection page = catalogued.prices(null, null, null, first, after, null);
      assertThat(page.edges()).extracting(ModelPriceEdge::node).isEqualTo(page.nodes());
      seen.addAll(page.nodes());
      after = page.pageInfo().endCursor();
      more = page.pageInfo().hasNextPage();
    }

    assertThat(seen).hasSameSizeAs(catalogue.prices());
    assertThat(new HashSet<>(seen)).isEqualTo(new HashSet<>(catalogue.prices()));
  }

  private static PriceApi api(ModelPrice... prices) {
    PriceBook book = PriceBook.of(List.of(prices));
    return new PriceApi(() -> book, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static ModelPrice price(
      String model, String provider, @Nullable String from, String input) {
    return new ModelPrice(
        model,
        provider,
        from == null ? null : Instant.parse(from),
        "test",
        "USD",
        null,
        List.of(PriceComponent.ofTokens("input", new BigDecimal(input))));
  }
}
