package dev.costgraph.attribution;

import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.TokenCountsInput;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import dev.costgraph.usage.UsageKind;
import dev.costgraph.usage.UsageOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Random usages, and plain sums over what became of them. */
final class RecordedUsages {

  static final Instant START = Instant.parse("2025-03-05T00:00:00Z");
  static final int DAYS = 40;

  private final Random random;
  private int made;

  RecordedUsages(Random random) {
    this.random = random;
  }

  /** What a sum over usages comes to, as the API answers it. */
  record Sum(
      long cost,
      long failedCost,
      long calls,
      long failedCalls,
      long unpricedCalls,
      List<Long> tokens) {

    static Sum of(List<Recorded> recorded) {
      List<Usage> usages = recorded.stream().map(Recorded::usage).toList();
      return new Sum(
          cost(usages, usage -> true),
          cost(usages, usage -> usage.outcome() == UsageOutcome.FAILED),
          usages.size(),
          usages.stream().filter(usage -> usage.outcome() == UsageOutcome.FAILED).count(),
          usages.stream().filter(usage -> usage.cost() == null).count(),
          tokens(usages));
    }

    private static long cost(List<Usage> usages, Predicate<Usage> counted) {
      long nanos = 0;
      for (Usage usage : usages) {
        Decimal cost = usage.cost();
        nanos += cost != null && counted.test(usage) ? cost.toNanos() : 0;
      }
      return nanos;
    }

    private static List<Long> tokens(List<Usage> usages) {
      long[] counts = new long[11];
      for (Usage usage : usages) {
        if (usage.tokens() != null) {
          var tokens = usage.tokens();
          long[] more = {
            tokens.input(),
            tokens.output(),
            tokens.cacheRead(),
            tokens.cacheWrite5m(),
            tokens.cacheWrite1h(),
            tokens.reasoning(),
            tokens.audioInput(),
            tokens.audioOutput(),
            tokens.imageInput(),
            tokens.imageOutput(),
            tokens.getTotal()
          };
          Arrays.setAll(counts, i -> counts[i] + more[i]);
        }
      }
      return Arrays.stream(counts).boxed().toList();
    }
  }

  /** {@return usages of all kinds over 40 days, some on the bounds of hours} */
  List<UsageInput> random(String platformId, int count) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(usage(platformId));
    }
    return usages;
  }

  private UsageInput usage(String platformId) {
    int measure = random.nextInt(10);
    boolean tokens = measure < 7;
    String model =
        tokens ? one("gpt-4o-mini", "gpt-4o", "openai/gpt-4o", "unknown-model") : maybe("search");
    String task = maybe("t1", "t2", "t3");
    return new UsageInput(
        platformId + ":" + made++,
        one("a1", "a2", "a3"),
        task == null ? null : platformId + task,
        task == null ? projectOrNone(platformId) : null,
        platformId,
        maybe("u1", "u2"),
        maybe("r1", "r2", "r3"),
        null,
        maybe("plan", "act"),
        maybe("search", "code"),
        tokens ? UsageKind.LLM_CALL : Objects.requireNonNull(one(UsageKind.values())),
        model,
        null,
        ServiceTier.STANDARD,
        tokens ? tokens() : null,
        null,
        measure == 9 ? new Decimal("3") : null,
        measure == 9 ? "page" : null,
        measure == 7 || measure == 8 ? amount() : null,
        null,
        timestamp(),
        one(UsageOutcome.SUCCEEDED, UsageOutcome.SUCCEEDED, UsageOutcome.FAILED),
        tags(),
        null);
  }

  private @Nullable String projectOrNone(String platformId) {
    return random.nextInt(3) == 0 ? platformId + "pr2" : null;
  }

  private TokenCountsInput tokens() {
    int cached = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
    int audio = random.nextInt(20) == 0 ? random.nextInt(1_000) : 0;
    int reasoning = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
    return new TokenCountsInput(
        random.nextInt(5_000), random.nextInt(2_000), cached, 0, 0, reasoning, audio, 0, 0, 0);
  }

  private Decimal amount() {
    return Decimal.ofNanos(random.nextInt(5) == 0 ? 0 : random.nextInt(2_000_000_000));
  }

  private @Nullable List<TagInput> tags() {
    List<TagInput> tags = new ArrayList<>();
    if (random.nextBoolean()) {
      tags.add(new TagInput("env", one("prod", "a=b", "")));
    }
    if (random.nextInt(3) == 0) {
      tags.add(new TagInput("environment", one("prod", "dev")));
    }
    return tags.isEmpty() ? null : tags;
  }

  private Instant timestamp() {
    Instant any = START.plusSeconds(random.nextInt(DAYS * 86_400));
    return switch (random.nextInt(6)) {
      case 0 -> Instant.ofEpochSecond(any.getEpochSecond() / 1_800 * 1_800);
      case 1 -> Instant.ofEpochSecond(any.getEpochSecond() / 1_800 * 1_800).minusNanos(1);
      case 2 -> Instant.parse("2025-03-30T00:00:00Z").plusSeconds(random.nextInt(7_200));
      case 3 -> Instant.parse("2025-04-05T14:00:00Z").plusSeconds(random.nextInt(7_200));
      default -> any.plusNanos(random.nextInt(1_000_000_000));
    };
  }

  /** {@return an instant within the days, or near; often on the bound of an hour or a day} */
  Instant instant() {
    Instant any = START.minus(Duration.ofDays(1)).plusSeconds(random.nextInt((DAYS + 2) * 86_400));
    long unit = Objects.requireNonNull(one(1L, 1_800L, 3_600L, 86_400L));
    Instant cut = Instant.ofEpochSecond(any.getEpochSecond() / unit * unit);
    // midnight in Berlin before the clock change, and in UTC
    return random.nextInt(4) == 0 ? cut.minusSeconds(3_600) : cut;
  }

  @SafeVarargs
  final <T> @Nullable T maybe(T... values) {
    return random.nextInt(3) == 0 ? null : one(values);
  }

  @SafeVarargs
  final <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }
}
