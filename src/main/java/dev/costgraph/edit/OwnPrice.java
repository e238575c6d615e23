package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Text;
import dev.costgraph.Texts;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.ModelPriceInput;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.PriceComponentInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A price of somebody's own, from what was sent. */
final class OwnPrice {

  private static final String COMPONENTS = "price.components";
  private static final String DISCOUNT = "price.discountPercent";
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private OwnPrice() {}

  /**
   * {@return the price}
   *
   * @throws BadRequest INVALID_VALUE with the field; NOT_FOUND without a list price to discount
   */
  static ModelPrice of(ModelPriceInput input, PriceBook book) {
    Texts.requireText("price.model", input.model());
    Texts.requireText("price.provider", input.provider());
    String named = book.modelNamed(input.model(), input.provider());
    if (named != null) {
      throw invalid(
          "price.model",
          "'%s' is a name of your own for %s at '%s' (COSTGRAPH_MODEL_NAMES): its prices are those"
              .formatted(input.model(), named, input.provider()));
    }
    List<PriceComponentInput> components =
        input.components() == null ? List.of() : input.components();
    ModelPrice base = components.isEmpty() ? listPrice(input, book) : stated(input, components);
    Decimal percent = input.discountPercent();
    return percent == null
        ? base
        : base.discounted(percent(percent), input.platformId(), input.effectiveFrom());
  }

  private static ModelPrice stated(ModelPriceInput input, List<PriceComponentInput> components) {
    List<PriceComponent> priced = new ArrayList<>();
    for (PriceComponentInput component : components) {
      priced.add(component(component));
    }
    try {
      return ModelPrice.own(
          input.model(),
          input.provider(),
          input.effectiveFrom(),
          Texts.requireCurrency("price.currency", input.currency()),
          priced,
          input.platformId());
    } catch (IllegalArgumentException e) {
      throw invalid(COMPONENTS, String.valueOf(e.getMessage()));
    }
  }

  private static PriceComponent component(PriceComponentInput input) {
    String name = Texts.requireText("price.components.name", input.name());
    BigDecimal price = decimal("price.components.price", input.price());
    try {
      PriceComponent usual = PriceComponent.of(name, price, input.tier(), input.aboveTokens());
      if (input.unit() != null && !input.unit().equals(usual.unit())) {
        throw invalid(
            "price.components.unit",
            "%s is priced per '%s', not per '%s'"
                .formatted(name, usual.unit(), Text.shown(input.unit())));
      }
      return usual;
    } catch (IllegalArgumentException e) {
      throw invalid(COMPONENTS, String.valueOf(e.getMessage()));
    }
  }

  private static ModelPrice listPrice(ModelPriceInput input, PriceBook book) {
    if (input.discountPercent() == null) {
      throw invalid(COMPONENTS, "give components, or a discountPercent of the list price");
    }
    if (input.effectiveFrom() == null) {
      throw invalid(
          "price.effectiveFrom",
          "a discount of the list price needs the time from which it holds: list prices change");
    }
    return book.listPrice(input.model(), input.provider(), input.effectiveFrom())
        .orElseThrow(
            () ->
                new BadRequest(
                    Code.NOT_FOUND,
                    "price.model",
                    "no list price of '%s' at '%s' holds at %s: give components"
                        .formatted(
                            Text.shown(input.model()),
                            Text.shown(input.provider()),
                            input.effectiveFrom())));
  }

  private static BigDecimal percent(Decimal percent) {
    try {
      BigDecimal value = percent.toBigDecimal();
      if (value.compareTo(HUNDRED) > 0) {
        throw invalid(DISCOUNT, "discountPercent is %s, above 100".formatted(percent.text()));
      }
      return value;
    } catch (UnreadableDecimal e) {
      throw invalid(DISCOUNT, "'%s' %s".formatted(Text.shown(percent.text()), e.getMessage()));
    }
  }

  private static BigDecimal decimal(String field, Decimal decimal) {
    try {
      return decimal.toBigDecimal();
    } catch (UnreadableDecimal e) {
      throw invalid(field, "'%s' %s".formatted(Text.shown(decimal.text()), e.getMessage()));
    }
  }

  private static BadRequest invalid(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, field, message);
  }
}
