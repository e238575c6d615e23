package dev.costgraph.usage;

import dev.costgraph.pricing.TokenCounts;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

@Input("TokenCountsInput")
@Description(
    "Disjoint counts: their sum is the total. prompt = input + cache read + cache writes + audio"
        + " and image input; completion = output + reasoning + audio and image output. None is"
        + " negative.")
public record TokenCountsInput(
    @DefaultValue("0") Integer input,
    @DefaultValue("0") Integer output,
    @DefaultValue("0") Integer cacheRead,
    @DefaultValue("0") Integer cacheWrite5m,
    @DefaultValue("0") Integer cacheWrite1h,
    @DefaultValue("0") Integer reasoning,
    @DefaultValue("0") Integer audioInput,
    @DefaultValue("0") Integer audioOutput,
    @DefaultValue("0") Integer imageInput,
    @DefaultValue("0") Integer imageOutput) {

  /** An explicit null is a count of zero. */
  public TokenCountsInput {
    input = zeroIfNull(input);
    output = zeroIfNull(output);
    cacheRead = zeroIfNull(cacheRead);
    cacheWrite5m = zeroIfNull(cacheWrite5m);
    cacheWrite1h = zeroIfNull(cacheWrite1h);
    reasoning = zeroIfNull(reasoning);
    audioInput = zeroIfNull(audioInput);
    audioOutput = zeroIfNull(audioOutput);
    imageInput = zeroIfNull(imageInput);
    imageOutput = zeroIfNull(imageOutput);
  }

  private static Integer zeroIfNull(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  /** {@return the same counts; their bounds were checked} */
  public TokenCounts toCounts() {
    return new TokenCounts(
        input,
        output,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        reasoning,
        audioInput,
        audioOutput,
        imageInput,
        imageOutput);
  }
}
