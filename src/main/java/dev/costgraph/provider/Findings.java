package dev.costgraph.provider;

import dev.costgraph.Limits;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.StatedCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is found in one usage object while it is read. */
final class Findings {

  /** The model of the usage, whatever its name. */
  static final String OWN = "";

  private final @Nullable String ownModel;
  private final Map<String, TokenCounts> tokensByModel = new LinkedHashMap<>();
  private final Map<String, BigDecimal> quantities = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private int warningsLeftOut;
  private @Nullable ServiceTier serviceTier;
  private @Nullable StatedCost statedCost;

  /**
   * @param ownModel the name under which the caller books the usage; null: not known
   */
  Findings(@Nullable String ownModel) {
    this.ownModel = ownModel;
    tokensByModel.put(OWN, TokenCounts.NONE);
  }

  /** {@return the model, or {@link #OWN} for the one that the caller names} */
  String modelOf(@Nullable String name) {
    return name == null || name.equals(ownModel) ? OWN : name;
  }

  /**
   * @param model as {@link #modelOf} has it
   */
  void tokens(String model, TokenCounts counts) {
    tokensByModel.merge(model, counts, TokenCounts::plus);
    if (tokensByModel.size() > Limits.PROVIDER_MODELS_MAX) {
      throw RefusedUsage.wrongShape(
          "iterations", "name more than %d models".formatted(Limits.PROVIDER_MODELS_MAX));
    }
  }

  /**
   * @param unit one of it, in the provider's word
   */
  void quantity(String unit, long count) {
    quantity(unit, BigDecimal.valueOf(count));
  }

  void quantity(String unit, @Nullable BigDecimal count) {
    if (count != null && count.signum() > 0) {
      quantities.merge(unit, count, BigDecimal::add);
    }
  }

  void serviceTier(ServiceTier tier) {
    serviceTier = tier;
  }

  @Nullable ServiceTier serviceTier() {
    return serviceTier;
  }

  void statedCost(StatedCost cost) {
    statedCost = cost;
  }

  /** Where the object does not add up, in plain words. More than a few repeat themselves. */
  void warn(String warning) {
    if (warnings.size() < Limits.PROVIDER_WARNINGS_MAX) {
      warnings.add(warning);
    } else {
      warningsLeftOut++;
    }
  }

  /** The field at the path was looked at, so it is not one that nobody knows. */
  void known(String path) {
    known.add(path);
  }

  boolean isKnown(String path) {
    return known.contains(path);
  }

  Counted toUsage() {
    List<Part> parts = new ArrayList<>();
    tokensByModel.forEach(
        (model, tokens) -> {
          requireBounded(tokens);
          if (!model.equals(OWN)) {
            parts.add(new Part(model, tokens));
          } else if (tokens.getTotal() > 0 || tokensByModel.size() == 1) {
            parts.add(new Part(null, tokens));
          }
        });
    List<Quantity> counted = new ArrayList<>();
    quantities.forEach((unit, count) -> counted.add(new Quantity(unit, count)));
    if (warningsLeftOut > 0) {
      warnings.add("and %d more".formatted(warningsLeftOut));
    }
    return new Counted(parts, counted, serviceTier, statedCost, warnings);
  }

  /** A sum of bounded counts may pass the bound of one. */
  private static void requireBounded(TokenCounts tokens) {
    long largest = tokens.largest();
    if (largest > Limits.TOKENS_MAX) {
      throw RefusedUsage.tooLarge("$", "a sum of " + largest, Limits.TOKENS_MAX);
    }
  }
}
