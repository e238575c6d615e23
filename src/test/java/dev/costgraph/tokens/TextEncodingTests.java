package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.tokens.TextEncoding.Counted;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTests {

  private static final String[] WORDS = {
    "token",
    "Budget",
    "HTTP",
    "don't",
    "they'LL",
    "naïve",
    "e\u0301te\u0301",
    "日本語",
    "пример",
    "한국어",
    "नमस्ते",
    "🙂",
    "👩‍💻",
    "12345",
    "3.14",
    " ",
    "  ",
    "\n",
    "\r\n\n",
    "\t",
    "...",
    "/",
    "=>",
    "{\"a\":1}",
    "'",
    "’s",
    "_",
    "<|endoftext|>",
    "\u00a0",
    "Ⅷ",
    "ﬁ",
    "ǅ"
  };

  /** The first four are the examples of OpenAI's "How to count tokens with tiktoken". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tiktoken is great!             | 6 | 6
          antidisestablishmentarianism   | 6 | 6
          2 + 2 = 4                      | 7 | 7
          お誕生日おめでとう             | 9 | 8
          hello world                    | 2 | 2
          """)
  void shouldCountAsPublished(String text, long cl100k, long o200k) {
    assertThat(TextEncoding.CL100K_BASE.count(text)).isEqualTo(new Counted(cl100k, true));
    assertThat(TextEncoding.O200K_BASE.count(text)).isEqualTo(new Counted(o200k, true));
  }

  @Test
  void shouldNameTheEncodingsAsPublished() {
    assertThat(TextEncoding.values())
        .extracting(TextEncoding::published)
        .containsExactly("cl100k_base", "o200k_base");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<|endoftext|>", "<|fim_prefix|>", "<|endofprompt|>", "a <|endoftext|> b"})
  void shouldTakeSpecialTokensForText(String text) {
    // a special token alone would be one
    assertThat(TextEncoding.CL100K_BASE.count(text).tokens()).isGreaterThan(3);
    assertThat(TextEncoding.O200K_BASE.count(text).tokens()).isGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNoTokensInNothingAndSomeInAnything(TextEncoding encoding) {
    assertThat(encoding.count("")).isEqualTo(Counted.NONE);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = "x" + text(random, random.nextInt(20));
      long tokens = encoding.count(text).tokens();
      assertThat(tokens).as("seed %d: %s", seed, text).isPositive();
      // a token is a byte at least
      assertThat(tokens).as("seed %d: %s", seed, text).isLessThanOrEqualTo(4L * text.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountTheSameInSlices(TextEncoding encoding) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int cut = 0;
    for (int i = 0; i < 5_000; i++) {
      String text = text(random, random.nextInt(1, 60));
      int slice = random.nextInt(5, 60);
      Counted sliced = encoding.count(text, slice);
      if (sliced.exact()) {
        cut += text.length() > slice ? 1 : 0;
        assertThat(sliced.tokens())
            .as("seed %d, slices of %d: %s", seed, slice, text)
            .isEqualTo(encoding.count(text).tokens());
      }
    }
    assertThat(cut).as("seed %d", seed).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayThatARunWithoutEndIsNotExact(TextEncoding encoding) {
    String run = "a".repeat(3 * TextEncoding.SLICE_CHARS);
    Counted counted = encoding.count(run);

    assertThat(counted.exact()).isFalse();
    assertThat(counted.tokens()).isBetween(run.length() / 100L, (long) run.length());
    assertThat(encoding.count("word ".repeat(TextEncoding.SLICE_CHARS)).exact()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotCutACharacterInTwo(TextEncoding encoding) {
    String smiles = "🙂".repeat(50);

    assertThat(encoding.count(smiles, 7).tokens())
        .isEqualTo(
            encoding.count("🙂🙂🙂🙂", 99).tokens() * 12 + encoding.count("🙂🙂", 99).tokens());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeHalfOfACharacter(TextEncoding encoding) {
    assertThat(encoding.count("a \ud83d b")).isEqualTo(encoding.count("a ? b"));
  }

  @Test
  void shouldCountForManyThreadsAtOnce() throws Exception {
    String text = text(new Random(1), 20_000);
    long expected = TextEncoding.O200K_BASE.count(text).tokens();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> counts =
          IntStream.range(0, 32)
              .mapToObj(i -> threads.submit(() -> TextEncoding.O200K_BASE.count(text).tokens()))
              .toList();
      for (Future<Long> count : counts) {
        assertThat(count.get()).isEqualTo(expected);
      }
    }
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      if (random.nextInt(3) > 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }
}
