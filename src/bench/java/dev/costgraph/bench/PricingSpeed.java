package dev.costgraph.bench;

import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * How many usages one thread prices in memory, found in the built-in catalogue by name and time,
 * against decimals multiplied and rounded by hand with the prices already at hand.
 */
final class PricingSpeed {

  private static final int USAGES = 10_000;
  private static final int SECONDS = 10;
  private static final int ROUNDS = 3;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final Instant AT = Instant.parse("2026-08-01T12:00:00Z");
  private static final List<String> MODELS =
      List.of("gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "claude-haiku-4-5", "gemini-2.5-pro");

  private PricingSpeed() {}

  private record Usage(String model, Consumption consumption, ModelPrice price) {}

  static void run() throws Exception {
    Report report = new Report("pricing");
    PriceBook book = PriceBook.of(PriceCatalogue.load());
    report.line("| usages a second, one thread | priced | by hand | priced ÷ by hand |");
    report.line("| --- | ---: | ---: | ---: |");
    row(report, "input and output", book, usages(book, false));
    row(report, "input, cache reads and writes, output, reasoning", book, usages(book, true));
    report.write();
  }

  private static void row(Report report, String what, PriceBook book, List<Usage> usages) {
    double priced = 0;
    double byHand = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      double one = perSecond(usages, usage -> priced(book, usage));
      double other = perSecond(usages, PricingSpeed::byHand);
      if (round > 0) { // the first is for the compiler
        priced += one / ROUNDS;
        byHand += other / ROUNDS;
      }
    }
    report.line("| %s | %,.0f | %,.0f | %s |", what, priced, byHand, Report.ratio(priced, byHand));
  }

  private static List<Usage> usages(PriceBook book, boolean cached) {
    Random random = new Random(7);
    List<Usage> usages = new ArrayList<>();
    for (int i = 0; i < USAGES; i++) {
      boolean writes = cached && MODELS.get(i % MODELS.size()).startsWith("claude");
      TokenCounts tokens =
          new TokenCounts(
              random.nextInt(1, 50_000),
              random.nextInt(1, 4_000),
              cached ? random.nextInt(50_000) : 0,
              writes ? random.nextInt(5_000) : 0,
              writes ? random.nextInt(5_000) : 0,
              cached ? random.nextInt(2_000) : 0,
              0,
              0,
              0,
              0);
      String model = MODELS.get(i % MODELS.size());
      ModelPrice price = book.find(model, null, AT).orElseThrow().price();
      usages.add(new Usage(model, Consumption.of(tokens), price));
    }
    return usages;
  }

  private static long priced(PriceBook book, Usage usage) {
    Priced priced =
        Priced.of(book, "USD", usage.consumption, usage.model, null, ServiceTier.STANDARD, AT);
    return ((Priced.Known) priced).charges().getFirst().cost().totalNanos();
  }

  private static long byHand(Usage usage) {
    TokenCounts tokens = usage.consumption.parts().getFirst().tokens();
    return nanos(usage.price, "input", tokens.input())
        + nanos(usage.price, "output", tokens.output() + tokens.reasoning())
        + nanos(usage.price, "cacheRead", tokens.cacheRead())
        + nanos(usage.price, "cacheWrite5m", tokens.cacheWrite5m())
        + nanos(usage.price, "cacheWrite1h", tokens.cacheWrite1h());
  }

  private static long nanos(ModelPrice price, String name, long count) {
    PriceComponent component = count == 0 ? null : price.component(name);
    return component == null
        ? 0
        : component
            .unitPrice()
            .multiply(BigDecimal.valueOf(count))
            .divide(MILLION, 9, RoundingMode.HALF_EVEN)
            .unscaledValue()
            .longValueExact();
  }

  private static double perSecond(List<Usage> usages, ToLongFunction<Usage> work) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long start = System.nanoTime();
    long done = 0;
    long sum = 0;
    while (System.nanoTime() < end) {
      for (Usage usage : usages) {
        sum += work.applyAsLong(usage);
      }
      done += usages.size();
    }
    if (sum == 0) {
      throw new IllegalStateException("nothing was priced");
    }
    return done * 1e9 / (System.nanoTime() - start);
  }
}
