package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTests {

  /** The example of OpenAI's "How to count tokens with tiktoken", with the counts of its API. */
  private static final List<MessageInput> PUBLISHED =
      List.of(
          message(
              "system",
              "You are a helpful, pattern-following assistant that translates corporate jargon"
                  + " into plain English."),
          new MessageInput(
              "system", "New synergies will help drive top-line growth.", "example_user"),
          new MessageInput(
              "system", "Things working well together will increase revenue.", "example_assistant"),
          new MessageInput(
              "system",
              "Let's circle back when we have more bandwidth to touch base on opportunities for"
                  + " increased leverage.",
              "example_user"),
          new MessageInput(
              "system",
              "Let's talk later when we're less busy about how to do better.",
              "example_assistant"),
          message(
              "user",
              "This late pivot means we don't have time to boil the ocean for the client"
                  + " deliverable."));

  @ParameterizedTest
  @CsvSource({
    "gpt-3.5-turbo, 129",
    "gpt-4-0613, 129",
    "gpt-4, 129",
    "gpt-4o, 124",
    "gpt-4o-mini, 124"
  })
  void shouldCountAChatAsPublished(String model, int tokens) {
    TokenCount count = Prompt.of(null, PUBLISHED).count(TokenModel.of(model));

    assertThat(count.tokens()).isEqualTo(tokens);
    assertThat(count.exact()).isTrue();
    assertThat(count.expectedErrorPercent()).isEqualTo(Decimal.ZERO);
  }

  /** 14 is the prompt_tokens of a recorded answer of gpt-4o to this question. */
  @Test
  void shouldAddWhatTheChatFormatAdds() {
    TokenModel model = TokenModel.of("gpt-4o");
    int text = Prompt.of("What is the capital of France?", null).count(model).tokens();

    assertThat(text).isEqualTo(7);
    assertThat(tokens(model, message("user", "What is the capital of France?"))).isEqualTo(14);
    assertThat(tokens(model, message("user", ""))).isEqualTo(7);
    assertThat(tokens(model, message("user", ""), message("user", ""))).isEqualTo(11);
    assertThat(tokens(model, new MessageInput("user", "", "user"))).isEqualTo(9);
  }

  @Test
  void shouldCountATextAlone() {
    assertThat(Prompt.of("", null).count(TokenModel.of("gpt-4o")))
        .isEqualTo(new TokenCount(0, "o200k_base", true, Decimal.ZERO));
    assertThat(Prompt.of("tiktoken is great!", null).count(TokenModel.of("text-embedding-3-small")))
        .isEqualTo(new TokenCount(6, "cl100k_base", true, Decimal.ZERO));
  }

  @Test
  void shouldSayWhatIsNotExact() {
    // a text in the model's own encoding is, a chat by a rule that is not published for it is not
    assertThat(Prompt.of("a", null).count(TokenModel.of("o3")).exact()).isTrue();
    assertThat(Prompt.of(null, PUBLISHED).count(TokenModel.of("o3")))
        .isEqualTo(new TokenCount(124, "o200k_base", false, null));
    // nobody knows what another encoding makes of it
    assertThat(Prompt.of("tiktoken is great!", null).count(TokenModel.of("house-model")))
        .isEqualTo(new TokenCount(6, "o200k_base", false, null));
    // a measured error is told
    TokenModel measured =
        new TokenModel("x", TextEncoding.O200K_BASE, false, false, new BigDecimal("12.50"));
    assertThat(Prompt.of("tiktoken is great!", null).count(measured))
        .isEqualTo(new TokenCount(6, "o200k_base", false, new Decimal("12.5")));
    // and a run that had to be cut
    String run = "a".repeat(TextEncoding.SLICE_CHARS + 1);
    TokenCount cut = Prompt.of(run, null).count(TokenModel.of("gpt-4o"));
    assertThat(cut.exact()).isFalse();
    assertThat(cut.expectedErrorPercent()).isNull();
  }

  @Test
  void shouldTakeExactlyOne() {
    assertThat(refusal(null, null))
        .isEqualTo("INVALID_VALUE text: give exactly one of text and messages, not none");
    assertThat(refusal("a", List.of(message("user", "a"))))
        .isEqualTo("INVALID_VALUE text: give exactly one of text and messages, not both");
  }

  @Test
  void shouldBoundWhatItCounts() {
    int max = Limits.TOKEN_TEXT_CHARS_MAX;
    String half = " ".repeat(max / 2);
    assertThat(refusal(" ".repeat(max + 1), null))
        .isEqualTo(
            "OUT_OF_RANGE text: text has 2000001 characters, at most 2000000: count it in parts and"
                + " add them up");
    assertThat(refusal(null, List.of(message("user", half), message("user", half + " "))))
        .isEqualTo(
            "OUT_OF_RANGE messages: messages has 2000001 characters, at most 2000000: count it in"
                + " parts and add them up");
    assertThat(Prompt.of(null, List.of(message("user", half), message("user", half))).messages())
        .hasSize(2);
    assertThat(refusal(null, List.of()))
        .isEqualTo("OUT_OF_RANGE messages: 0 messages, not 1 to 1000: count them in parts");
    assertThat(refusal(null, Collections.nCopies(1_001, message("user", ""))))
        .isEqualTo("OUT_OF_RANGE messages: 1001 messages, not 1 to 1000: count them in parts");
    assertThat(Prompt.of(null, Collections.nCopies(1_000, message("user", ""))).messages())
        .hasSize(1_000);
  }

  @Test
  void shouldNameTheMessageThatIsBad() {
    MessageInput good = message("user", "a");
    assertThat(refusal(null, Arrays.asList(good, null)))
        .isEqualTo("INVALID_VALUE messages[1]: messages[1] is null: leave it out");
    assertThat(refusal(null, List.of(good, message(" ", "a"))))
        .isEqualTo(
            "INVALID_VALUE messages[1].role: messages[1].role ' ' is not 1 to 256 characters"
                + " without control characters");
    assertThat(refusal(null, List.of(new MessageInput("user", "a", "x".repeat(257)))))
        .startsWith("INVALID_VALUE messages[0].name: messages[0].name 'xxxx");
    assertThat(refusal(null, List.of(new MessageInput("user", "a", "b\n"))))
        .startsWith("INVALID_VALUE messages[0].name: messages[0].name 'b·' is not");
  }

  private static int tokens(TokenModel model, MessageInput... messages) {
    return Prompt.of(null, List.of(messages)).count(model).tokens();
  }

  private static MessageInput message(String role, String content) {
    return new MessageInput(role, content, null);
  }

  private static String refusal(@Nullable String text, @Nullable List<MessageInput> messages) {
    String[] refusal = {""};
    assertThatThrownBy(() -> Prompt.of(text, messages))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> refusal[0] = e.code() + " " + e.field() + ": " + e.getMessage());
    return refusal[0];
  }
}
