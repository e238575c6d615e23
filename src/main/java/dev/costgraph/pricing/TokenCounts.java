package dev.costgraph.pricing;

import java.util.function.LongUnaryOperator;
import org.eclipse.microprofile.graphql.Description;

/**
 * Disjoint token counts: each token is in exactly one, so their sum is the total.
 *
 * <p>Subsets that providers report (cached tokens inside the prompt, reasoning inside the output)
 * are taken apart before they get here.
 */
@Description(
    "Disjoint counts of tokens: each token is in exactly one of them, so total is their sum.")
public record TokenCounts(
    long input,
    long output,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long reasoning,
    long audioInput,
    long audioOutput,
    long imageInput,
    long imageOutput) {

  public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** {@return input, cache reads and writes, audio and image input} */
  public long prompt() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h + audioInput + imageInput;
  }

  /** {@return output, reasoning, audio and image output} */
  public long completion() {
    return output + reasoning + audioOutput + imageOutput;
  }

  @Description("prompt + completion")
  public long getTotal() {
    return prompt() + completion();
  }

  /** {@return the largest of the ten} */
  public long largest() {
    return TokenKind.ALL.stream().mapToLong(kind -> kind.countOf(this)).max().orElseThrow();
  }

  /** {@return each count put through a function} */
  public TokenCounts map(LongUnaryOperator function) {
    return new TokenCounts(
        function.applyAsLong(input),
        function.applyAsLong(output),
        function.applyAsLong(cacheRead),
        function.applyAsLong(cacheWrite5m),
        function.applyAsLong(cacheWrite1h),
        function.applyAsLong(reasoning),
        function.applyAsLong(audioInput),
        function.applyAsLong(audioOutput),
        function.applyAsLong(imageInput),
        function.applyAsLong(imageOutput));
  }

  /** {@return the sum, count by count} */
  public TokenCounts plus(TokenCounts other) {
    return new TokenCounts(
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite5m + other.cacheWrite5m,
        cacheWrite1h + other.cacheWrite1h,
        reasoning + other.reasoning,
        audioInput + other.audioInput,
        audioOutput + other.audioOutput,
        imageInput + other.imageInput,
        imageOutput + other.imageOutput);
  }

  /** {@return these without others that are part of them} */
  public TokenCounts minus(TokenCounts other) {
    return new TokenCounts(
        input - other.input,
        output - other.output,
        cacheRead - other.cacheRead,
        cacheWrite5m - other.cacheWrite5m,
        cacheWrite1h - other.cacheWrite1h,
        reasoning - other.reasoning,
        audioInput - other.audioInput,
        audioOutput - other.audioOutput,
        imageInput - other.imageInput,
        imageOutput - other.imageOutput);
  }
}
