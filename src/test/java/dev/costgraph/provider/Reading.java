package dev.costgraph.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Refused;

/** Reads objects that are written with single quotes. */
final class Reading {

  private Reading() {}

  static Counted counted(ProviderApi api, String json) {
    ProviderUsage usage = UsageReader.read(api, json.replace('\'', '"'), null);
    assertThat(usage).as(json).isInstanceOf(Counted.class);
    return (Counted) usage;
  }

  /** {@return the counts of an object that adds up} */
  static TokenCounts tokens(ProviderApi api, String json) {
    Counted usage = counted(api, json);
    assertThat(usage.warnings()).isEmpty();
    return usage.tokens();
  }

  static Refused refused(ProviderApi api, String json) {
    ProviderUsage usage = UsageReader.read(api, json.replace('\'', '"'), null);
    assertThat(usage).as(json).isInstanceOf(Refused.class);
    return (Refused) usage;
  }

  /** Counts by name, those that are not named zero. */
  static Counts counts() {
    return new Counts(TokenCounts.NONE);
  }

  /** The ten counts, one by one. */
  record Counts(TokenCounts tokens) {

    Counts input(long n) {
      return plus(new TokenCounts(n, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    Counts output(long n) {
      return plus(new TokenCounts(0, n, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    Counts cacheRead(long n) {
      return plus(new TokenCounts(0, 0, n, 0, 0, 0, 0, 0, 0, 0));
    }

    Counts cacheWrite5m(long n) {
      return plus(new TokenCounts(0, 0, 0, n, 0, 0, 0, 0, 0, 0));
    }

    Counts cacheWrite1h(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, n, 0, 0, 0, 0, 0));
    }

    Counts reasoning(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, 0, n, 0, 0, 0, 0));
    }

    Counts audioInput(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, 0, 0, n, 0, 0, 0));
    }

    Counts audioOutput(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, 0, 0, 0, n, 0, 0));
    }

    Counts imageInput(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, 0, 0, 0, 0, n, 0));
    }

    Counts imageOutput(long n) {
      return plus(new TokenCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, n));
    }

    private Counts plus(TokenCounts more) {
      return new Counts(tokens.plus(more));
    }
  }
}
