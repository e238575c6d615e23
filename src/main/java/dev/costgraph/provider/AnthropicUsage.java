package dev.costgraph.provider;

import dev.costgraph.Text;
import dev.costgraph.pricing.TokenCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Anthropic's usage. Cache reads and writes come on top of input_tokens; thinking is part of
 * output_tokens.
 *
 * <p>Where {@code iterations} are stated they are what is billed, each attempt at its own model.
 * The sums beside them are those of the attempts of type {@code message}; where a {@code
 * fallback_message} answered in their place, its own and those of type {@code message} of its
 * model. They are checked and not counted again. A {@code compaction} and an {@code
 * advisor_message} are in no other sum.
 */
final class AnthropicUsage {

  private static final String STREAM =
      "a stream states it in message_start: send its usage with the last message_delta's over it";

  private static final String MESSAGE = "message";
  private static final String FALLBACK = "fallback_message";
  private static final Set<String> ANSWERS = Set.of(MESSAGE, FALLBACK);
  private static final Set<String> TYPES =
      Set.of(MESSAGE, FALLBACK, "compaction", "advisor_message");

  private final UsageJson json;
  private final Findings found;

  private AnthropicUsage(UsageJson json, Findings found) {
    this.json = json;
    this.found = found;
  }

  /** One attempt of a model, or the sums of the response. */
  private record Attempt(
      String type, String model, long input, long output, long read, long write) {

    long total() {
      return input + output + read + write;
    }

    Attempt plus(Attempt other) {
      return new Attempt(
          type,
          model,
          input + other.input,
          output + other.output,
          read + other.read,
          write + other.write);
    }

    boolean hasCountsOf(Attempt other) {
      return input == other.input
          && output == other.output
          && read == other.read
          && write == other.write;
    }

    String shown() {
      return "input %d, output %d, cache read %d, cache write %d"
          .formatted(input, output, read, write);
    }
  }

  static void read(UsageJson json, Findings found) {
    new AnthropicUsage(json, found).read();
  }

  private void read() {
    if (json.has("input_tokens_details")) {
      throw RefusedUsage.ofAnotherApi(
          json.pathOf("input_tokens_details"), ProviderApi.ANTHROPIC, "OPENAI_RESPONSES");
    }
    if (!json.has("input_tokens") && !json.has("output_tokens")) {
      throw Shapes.withoutFirst(json, ProviderApi.ANTHROPIC, "input_tokens");
    }
    Attempt sums = attempt(json, MESSAGE, Findings.OWN);
    List<UsageJson> iterations = json.list("iterations");
    long counted =
        iterations.isEmpty()
            ? book(json, sums, thinking(sums.output()))
            : iterations(iterations, sums);
    Totals.check(found, "total_tokens", json.count("total_tokens"), counted);
    besides();
  }

  private long iterations(List<UsageJson> iterations, Attempt sums) {
    List<Attempt> attempts = new ArrayList<>();
    for (UsageJson iteration : iterations) {
      attempts.add(attempt(iteration, type(iteration), found.modelOf(iteration.label("model"))));
    }
    boolean fallback = attempts.stream().anyMatch(a -> a.type().equals(FALLBACK));
    String answering = fallback ? FALLBACK : MESSAGE;
    Predicate<Attempt> isAnswer = isAnswer(attempts);
    Attempt answers =
        attempts.stream()
            .filter(isAnswer)
            .reduce(new Attempt(answering, Findings.OWN, 0, 0, 0, 0), Attempt::plus);
    if (!answers.hasCountsOf(sums)) {
      found.warn(
          ("the object has %s; its iterations of type %s have %s: the iterations are"
                  + " booked, for Anthropic bills their sum")
              .formatted(sums.shown(), answering, answers.shown()));
    }
    long thinking = thinking(answers.output());
    long counted = 0;
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      if (fallback && ANSWERS.contains(attempt.type()) && attempt.output() == 0) {
        found.warn(
            ("iterations[%d] declined before any output (%s): it is not booked, for"
                    + " Anthropic bills it only in some categories of refusal, which the object"
                    + " does not name")
                .formatted(i, attempt.shown()));
        continue;
      }
      long thought = isAnswer.test(attempt) ? Math.min(thinking, attempt.output()) : 0;
      thinking -= thought;
      counted += book(iterations.get(i), attempt, thought);
    }
    return counted;
  }

  /** {@return which attempts are in the sums: those of the model that answered in the end} */
  private static Predicate<Attempt> isAnswer(List<Attempt> attempts) {
    Set<String> fellBackTo =
        attempts.stream()
            .filter(attempt -> attempt.type().equals(FALLBACK))
            .map(Attempt::model)
            .collect(Collectors.toSet());
    return attempt ->
        attempt.type().equals(FALLBACK)
            || (attempt.type().equals(MESSAGE)
                && (fellBackTo.isEmpty() || fellBackTo.contains(attempt.model())));
  }

  private String type(UsageJson iteration) {
    String type = iteration.label("type");
    if (type != null && !TYPES.contains(type)) {
      found.warn(
          "%s is '%s', which is not known: it is booked as work beside the answer"
              .formatted(iteration.pathOf("type"), Text.shown(type)));
    }
    return type == null ? MESSAGE : type;
  }

  private Attempt attempt(UsageJson at, String type, String model) {
    Long write = at.count("cache_creation_input_tokens");
    UsageJson lifetimes = at.inside("cache_creation");
    long stated = fiveMinutes(lifetimes) + oneHour(lifetimes);
    return new Attempt(
        type,
        model,
        at.required("input_tokens", STREAM),
        at.required("output_tokens", STREAM),
        at.countOrZero("cache_read_input_tokens"),
        write == null ? stated : write);
  }

  /**
   * {@return the thinking, which is stated for all answers together}
   *
   * @param output the output of the answers
   */
  private long thinking(long output) {
    UsageJson details = json.inside("output_tokens_details");
    return new Whole("output_tokens", output, found)
        .take(details.pathOf("thinking_tokens"), details.countOrZero("thinking_tokens"));
  }

  /** {@return the tokens booked} */
  private long book(UsageJson at, Attempt attempt, long thinking) {
    UsageJson lifetimes = at.inside("cache_creation");
    CacheWrites writes =
        CacheWrites.of(
            found,
            at.pathOf("cache_creation_input_tokens"),
            attempt.write(),
            at.pathOf("cache_creation"),
            fiveMinutes(lifetimes),
            oneHour(lifetimes));
    found.tokens(
        attempt.model(),
        new TokenCounts(
            attempt.input(),
            attempt.output() - thinking,
            attempt.read(),
            writes.fiveMinutes(),
            writes.oneHour(),
            thinking,
            0,
            0,
            0,
            0));
    return attempt.total();
  }

  private static long fiveMinutes(UsageJson lifetimes) {
    return lifetimes.countOrZero("ephemeral_5m_input_tokens");
  }

  private static long oneHour(UsageJson lifetimes) {
    return lifetimes.countOrZero("ephemeral_1h_input_tokens");
  }

  /** Searches, which are billed each, unlike fetches, and what multiplies every price. */
  private void besides() {
    UsageJson tools = json.inside("server_tool_use");
    found.quantity("web_search_request", tools.countOrZero("web_search_requests"));
    tools.countOrZero("web_fetch_requests"); // no more than the tokens that they bring
    String speed = json.label("speed");
    if (speed != null && !speed.equals("standard")) {
      found.warn(
          "speed is '%s', which Anthropic bills at other prices".formatted(Text.shown(speed)));
    }
    String place = json.label("inference_geo");
    if (place != null && !place.equals("global") && !place.equals("not_available")) {
      found.warn(
          "inference_geo is '%s': Anthropic bills some models at other prices there"
              .formatted(Text.shown(place)));
    }
  }
}
