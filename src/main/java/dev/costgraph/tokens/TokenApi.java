package dev.costgraph.tokens;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Texts;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.ExchangeRate;
import dev.costgraph.money.ExchangeRates;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.pricing.PriceMatch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Tokens and costs of calls that are not made yet. Nothing is stored. */
@GraphQLApi
public class TokenApi {

  private final Supplier<PriceBook> books;
  private final Clock clock;

  @Inject
  public TokenApi(PriceGraph prices, Clock clock) {
    this(prices::current, clock);
  }

  TokenApi(Supplier<PriceBook> books, Clock clock) {
    this.books = books;
    this.clock = clock;
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "The tokens of a text, or of the messages of a chat with what the chat format adds to them."
          + " Exact for models of OpenAI, an approximation for others and for names that are not"
          + " known. Errors: INVALID_VALUE, OUT_OF_RANGE.")
  public TokenCount countTokens(
      @NonNull @Description("Its id or an alias, in any case, also provider/model.") String model,
      @Description("At most 2,000,000 characters. Exactly one of text and messages.")
          @Nullable String text,
      @Description("1 to 1,000, of together at most 2,000,000 characters.")
          @Nullable List<MessageInput> messages) {
    Prompt.requireWord("model", model);
    Prompt prompt = Prompt.of(text, messages);
    return prompt.count(
        tokenModel(model, books.get().find(model, null, clock.instant()).orElse(null)));
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "What a call will cost at the prices of now: what is expected and the worst case, at the"
          + " price that a prompt of this length reaches. Changes nothing, holds nothing. Errors:"
          + " INVALID_VALUE, OUT_OF_RANGE, UNPRICED.")
  public CostEstimate estimateCost(@NonNull EstimateInput input) {
    Prompt.requireWord("model", input.model());
    requireOnePrompt(input);
    Call.Plan plan = Call.Plan.of(input);
    Instant now = clock.instant();
    PriceBook book = books.get().forPlatform(input.platformId());
    PriceMatch match = book.find(input.model(), input.provider(), now).orElse(null);
    if (match == null) {
      throw new BadRequest(
          Code.UNPRICED, "model", book.whyNotFound(input.model(), input.provider(), now));
    }
    Integer given = input.inputTokens();
    TokenCount counted =
        given == null
            ? Prompt.of(input.text(), input.messages()).count(tokenModel(input.model(), match))
            : new TokenCount(given, "", true, Decimal.ZERO);
    Decimal error = counted.expectedErrorPercent();
    Call call = plan.with(counted.tokens(), error == null ? BigDecimal.ZERO : error.toBigDecimal());
    ModelPrice price = match.price();
    String currency =
        input.currency() == null
            ? price.currency()
            : Texts.requireCurrency("currency", input.currency());
    return new CostEstimate(
        counted.tokens(),
        cost(call.expectedNanos(price, now), price.currency(), currency, book, now),
        cost(call.worstNanos(price, now), price.currency(), currency, book, now),
        currency,
        counted.exact());
  }

  private static Decimal cost(long nanos, String from, String to, PriceBook book, Instant at) {
    if (from.equals(to)) {
      return Decimal.ofNanos(nanos);
    }
    ExchangeRate rate = book.rates().find(from, to, at);
    if (rate == null) {
      throw new BadRequest(Code.UNPRICED, "currency", ExchangeRates.whyNotFound(from, to));
    }
    try {
      return Decimal.ofNanos(rate.convert(nanos, from));
    } catch (ArithmeticException e) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          "currency",
          "it costs more than 9223372036 %s: estimate fewer tokens".formatted(to));
    }
  }

  private static void requireOnePrompt(EstimateInput input) {
    Integer given = input.inputTokens();
    Call.requireCount("inputTokens", given);
    long prompts =
        Stream.of(input.text(), input.messages(), given).filter(Objects::nonNull).count();
    if (prompts != 1) {
      throw new BadRequest(
          Code.INVALID_VALUE,
          given == null ? "text" : "inputTokens",
          "give exactly one of text, messages and inputTokens, not "
              + (prompts == 0 ? "none" : "several"));
    }
  }

  /**
   * {@return how the tokens of the model are counted}: by the model that the price is of, which an
   * alias or a name of the caller's own may stand for; else by the name itself.
   *
   * @param match null: no price of the name is known
   */
  private static TokenModel tokenModel(String name, @Nullable PriceMatch match) {
    TokenModel priced = match == null ? null : TokenModel.of(match.price().model());
    return priced != null && priced.isKnown() ? priced : TokenModel.of(name);
  }
}
