package dev.costgraph.tokens;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.money.Decimal;
import dev.costgraph.tokens.TextEncoding.Counted;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to read: a text, or the messages of a chat.
 *
 * @param text null: messages
 * @param messages none: a text
 */
record Prompt(@Nullable String text, List<MessageInput> messages) {

  /**
   * What the chat format adds, as OpenAI publishes it ("How to count tokens with tiktoken"): to
   * each message, to a message with a name, and before the reply.
   */
  static final int PER_MESSAGE = 3;

  static final int PER_NAME = 1;
  static final int BEFORE_REPLY = 3;

  /**
   * @throws BadRequest unless it is exactly one of them, and within its bounds
   */
  static Prompt of(@Nullable String text, @Nullable List<MessageInput> messages) {
    if ((text == null) == (messages == null)) {
      throw new BadRequest(
          Code.INVALID_VALUE,
          "text",
          "give exactly one of text and messages, not " + (text == null ? "none" : "both"));
    }
    if (text != null) {
      requireSize("text", text.length());
      return new Prompt(text, List.of());
    }
    check(messages);
    return new Prompt(null, List.copyOf(messages));
  }

  /** {@return the tokens that the model reads} */
  TokenCount count(TokenModel model) {
    Counted counted = text == null ? countChat(model.encoding()) : model.encoding().count(text);
    boolean own = text == null ? model.chatIsExact() : model.textIsExact();
    boolean exact = own && counted.exact();
    BigDecimal error = model.errorPercent();
    return new TokenCount(
        Math.toIntExact(counted.tokens()),
        model.encoding().published(),
        exact,
        exact ? Decimal.ZERO : error == null ? null : Decimal.of(error));
  }

  private Counted countChat(TextEncoding encoding) {
    Counted counted = new Counted(BEFORE_REPLY, true);
    for (MessageInput message : messages) {
      counted =
          counted
              .plus(new Counted(PER_MESSAGE, true))
              .plus(encoding.count(message.role()))
              .plus(encoding.count(message.content()));
      String name = message.name();
      if (name != null) {
        counted = counted.plus(new Counted(PER_NAME, true)).plus(encoding.count(name));
      }
    }
    return counted;
  }

  private static void check(List<@Nullable MessageInput> messages) {
    if (messages.isEmpty() || messages.size() > Limits.TOKEN_MESSAGES_MAX) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          "messages",
          "%d messages, not 1 to %d: count them in parts"
              .formatted(messages.size(), Limits.TOKEN_MESSAGES_MAX));
    }
    long chars = 0;
    for (int i = 0; i < messages.size(); i++) {
      String field = "messages[" + i + "]";
      MessageInput message = messages.get(i);
      if (message == null) {
        throw new BadRequest(Code.INVALID_VALUE, field, field + " is null: leave it out");
      }
      requireWord(field + ".role", message.role());
      if (message.name() != null) {
        requireWord(field + ".name", message.name());
      }
      chars += message.content().length();
    }
    requireSize("messages", chars);
  }

  /**
   * @throws BadRequest unless it is a text of 1 to 256 characters without control characters
   */
  static void requireWord(String field, String value) {
    if (value.isBlank() || !Text.fits(value, 1, Limits.TEXT_LENGTH_MAX)) {
      throw new BadRequest(
          Code.INVALID_VALUE,
          field,
          "%s '%s' is not 1 to %d characters without control characters"
              .formatted(field, Text.shown(value), Limits.TEXT_LENGTH_MAX));
    }
  }

  private static void requireSize(String field, long chars) {
    if (chars > Limits.TOKEN_TEXT_CHARS_MAX) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          field,
          "%s has %d characters, at most %d: count it in parts and add them up"
              .formatted(field, chars, Limits.TOKEN_TEXT_CHARS_MAX));
    }
  }
}
