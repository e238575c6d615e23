package dev.costgraph.pricing;

import java.util.EnumMap;
import java.util.Map;

/** Token counts by name, as tests write them. */
final class Tokens {

  private Tokens() {}

  /** {@return the counts of a text such as {@code input 100, cacheRead 7}; "" for none} */
  static TokenCounts of(String text) {
    Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
    for (String part : text.split(", ")) {
      if (!part.isBlank()) {
        String[] words = part.strip().split(" ");
        TokenKind kind = TokenKind.named(words[0]);
        if (kind == null) {
          throw new IllegalArgumentException("no tokens are called " + words[0]);
        }
        counts.put(kind, Long.valueOf(words[1]));
      }
    }
    return of(counts);
  }

  static TokenCounts of(Map<TokenKind, Long> counts) {
    return new TokenCounts(
        counts.getOrDefault(TokenKind.INPUT, 0L),
        counts.getOrDefault(TokenKind.OUTPUT, 0L),
        counts.getOrDefault(TokenKind.CACHE_READ, 0L),
        counts.getOrDefault(TokenKind.CACHE_WRITE_5M, 0L),
        counts.getOrDefault(TokenKind.CACHE_WRITE_1H, 0L),
        counts.getOrDefault(TokenKind.REASONING, 0L),
        counts.getOrDefault(TokenKind.AUDIO_INPUT, 0L),
        counts.getOrDefault(TokenKind.AUDIO_OUTPUT, 0L),
        counts.getOrDefault(TokenKind.IMAGE_INPUT, 0L),
        counts.getOrDefault(TokenKind.IMAGE_OUTPUT, 0L));
  }
}
