package dev.costgraph.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * An encoding of text that OpenAI publishes. Its table is read when it is first used; safe for
 * threads.
 *
 * <p>What looks like a special token, such as {@code <|endoftext|>}, is text here, as it is to the
 * providers: a caller cannot send one.
 */
enum TextEncoding {
  CL100K_BASE(EncodingType.CL100K_BASE),
  O200K_BASE(EncodingType.O200K_BASE);

  /**
   * Characters that are encoded at a stretch: about a millisecond of prose; where nothing separates
   * them, as in one endless word, tens of milliseconds and up to 16 MB of garbage.
   */
  static final int SLICE_CHARS = 16_384;

  private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

  private final EncodingType type;

  TextEncoding(EncodingType type) {
    this.type = type;
  }

  /**
   * Tokens of a text.
   *
   * @param exact whether the text could be cut into slices without touching what the encoding keeps
   *     together; only a run of one kind of characters longer than a slice cannot
   */
  record Counted(long tokens, boolean exact) {

    static final Counted NONE = new Counted(0, true);

    Counted plus(Counted other) {
      return new Counted(tokens + other.tokens, exact && other.exact);
    }
  }

  /** {@return as published, e.g. {@code o200k_base}} */
  String published() {
    return type.getName();
  }

  Counted count(String text) {
    return count(text, SLICE_CHARS);
  }

  /**
   * Counts in slices and lets other virtual threads run between them: a thread that only computes
   * is not interrupted.
   */
  @SuppressWarnings("ThreadPriorityCheck") // correct without it: only who computes when changes
  Counted count(String text, int sliceChars) {
    long tokens = 0;
    boolean exact = true;
    int start = 0;
    while (text.length() - start > sliceChars) {
      int end = boundary(text, start, start + sliceChars);
      if (end < 0) {
        exact = false;
        end = start + sliceChars;
        end = Character.isHighSurrogate(text.charAt(end - 1)) ? end + 1 : end;
      }
      tokens += encoded(text.substring(start, end));
      start = end;
      Thread.yield();
    }
    return new Counted(tokens + encoded(text.substring(start)), exact);
  }

  /** Half of a surrogate pair, which no text in UTF-8 has, counts as a question mark. */
  private int encoded(String text) {
    String valid = new String(text.getBytes(UTF_8), UTF_8);
    return REGISTRY.getEncoding(type).countTokensOrdinary(valid);
  }

  /**
   * {@return the last place up to the end where both encodings begin anew whatever follows, or -1}.
   * They split a text into words, numbers, signs and blanks before they encode it. A letter and a
   * character that goes on no word are never in one part: words end with letters, marks, or an
   * apostrophe and letters.
   */
  private static int boundary(String text, int start, int end) {
    for (int i = end; i > start; i--) {
      if (Character.isLetter(text.charAt(i - 1)) && !goesOn(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean goesOn(char c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.SURROGATE ->
          true;
      default -> c == '\'' || Character.isLetter(c);
    };
  }
}
