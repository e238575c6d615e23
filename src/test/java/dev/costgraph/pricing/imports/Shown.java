package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.ServiceTier;
import java.util.ArrayList;
import java.util.List;

/** Prices as tests write them. */
final class Shown {

  private Shown() {}

  /** {@return e.g. {@code input BATCH above 200000 2.5}, and {@code up to 128000} for a bound} */
  static List<String> of(ModelPrice price) {
    List<String> shown = new ArrayList<>();
    price.components().forEach(component -> shown.add(of(component)));
    if (price.upToPromptTokens() != null) {
      shown.add("up to " + price.upToPromptTokens());
    }
    return shown;
  }

  private static String of(PriceComponent component) {
    return component.name()
        + (component.tier() == ServiceTier.STANDARD ? "" : " " + component.tier())
        + (component.aboveTokens() == null ? "" : " above " + component.aboveTokens())
        + (component.hours() == null ? "" : " at " + component.hours())
        + " "
        + component.getPrice();
  }
}
