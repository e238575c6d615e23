package dev.costgraph.pricing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ten counts of {@link TokenCounts}, by the names that price components, the catalogue and the
 * API give them.
 */
enum TokenKind {
  INPUT("input", true),
  CACHE_READ("cacheRead", true),
  CACHE_WRITE_5M("cacheWrite5m", true),
  CACHE_WRITE_1H("cacheWrite1h", true),
  AUDIO_INPUT("audioInput", true),
  IMAGE_INPUT("imageInput", true),
  OUTPUT("output", false),
  REASONING("reasoning", false),
  AUDIO_OUTPUT("audioOutput", false),
  IMAGE_OUTPUT("imageOutput", false);

  /** All of them, prompt first: the order in which the components of a cost are listed. */
  static final List<TokenKind> ALL = List.of(values());

  private static final Map<String, TokenKind> BY_NAME = byName();

  private final String componentName;
  private final boolean prompt;

  TokenKind(String componentName, boolean prompt) {
    this.componentName = componentName;
    this.prompt = prompt;
  }

  /** {@return the kind of that name, or null: then the name is that of a quantity's unit} */
  static @Nullable TokenKind named(String componentName) {
    return BY_NAME.get(componentName);
  }

  String componentName() {
    return componentName;
  }

  /**
   * {@return whether these tokens are part of the prompt; the others are part of the completion}
   */
  boolean isPrompt() {
    return prompt;
  }

  long countOf(TokenCounts tokens) {
    return switch (this) {
      case INPUT -> tokens.input();
      case CACHE_READ -> tokens.cacheRead();
      case CACHE_WRITE_5M -> tokens.cacheWrite5m();
      case CACHE_WRITE_1H -> tokens.cacheWrite1h();
      case AUDIO_INPUT -> tokens.audioInput();
      case IMAGE_INPUT -> tokens.imageInput();
      case OUTPUT -> tokens.output();
      case REASONING -> tokens.reasoning();
      case AUDIO_OUTPUT -> tokens.audioOutput();
      case IMAGE_OUTPUT -> tokens.imageOutput();
    };
  }

  /**
   * {@return how many tokens of the prompt come before the first of this kind}. What a cache holds
   * is the beginning of a prompt.
   */
  long offsetIn(TokenCounts tokens) {
    long cached = tokens.cacheRead() + tokens.cacheWrite5m() + tokens.cacheWrite1h();
    return switch (this) {
      case CACHE_READ -> 0;
      case CACHE_WRITE_5M -> tokens.cacheRead();
      case CACHE_WRITE_1H -> tokens.cacheRead() + tokens.cacheWrite5m();
      case INPUT -> cached;
      case AUDIO_INPUT -> cached + tokens.input();
      case IMAGE_INPUT -> cached + tokens.input() + tokens.audioInput();
      case OUTPUT, REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT ->
          throw new IllegalStateException(componentName + " is not part of a prompt");
    };
  }

  /** {@return the counts by kind; those that are not there are zero} */
  static TokenCounts counts(Map<TokenKind, Long> counts) {
    return new TokenCounts(
        counts.getOrDefault(INPUT, 0L),
        counts.getOrDefault(OUTPUT, 0L),
        counts.getOrDefault(CACHE_READ, 0L),
        counts.getOrDefault(CACHE_WRITE_5M, 0L),
        counts.getOrDefault(CACHE_WRITE_1H, 0L),
        counts.getOrDefault(REASONING, 0L),
        counts.getOrDefault(AUDIO_INPUT, 0L),
        counts.getOrDefault(AUDIO_OUTPUT, 0L),
        counts.getOrDefault(IMAGE_INPUT, 0L),
        counts.getOrDefault(IMAGE_OUTPUT, 0L));
  }

  private static Map<String, TokenKind> byName() {
    Map<String, TokenKind> kinds = new HashMap<>();
    for (TokenKind kind : values()) {
      kinds.put(kind.componentName, kind);
    }
    return Map.copyOf(kinds);
  }
}
