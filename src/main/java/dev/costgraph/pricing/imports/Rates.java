package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.DailyHours;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.ServiceTier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The components of one entry as its fields are read, and the same in the form in which they are
 * compared: without what says nothing.
 */
final class Rates {

  /** An entry that cannot be imported as a whole; the message is the reason. */
  static final class Unusable extends Exception {
    Unusable(String message) {
      super(message);
    }
  }

  private record Key(
      String name, ServiceTier tier, @Nullable Integer above, @Nullable DailyHours hours) {}

  private final Map<Key, PriceComponent> components = new LinkedHashMap<>();

  /**
   * Adds a price; the same price of the same thing twice is once.
   *
   * @throws Unusable when it has another price already, or is none
   */
  void add(PriceComponent component) throws Unusable {
    Key key =
        new Key(component.name(), component.tier(), component.aboveTokens(), component.hours());
    PriceComponent known = components.putIfAbsent(key, component);
    if (known != null && known.unitPrice().compareTo(component.unitPrice()) != 0) {
      throw new Unusable("has two prices for " + component.name());
    }
  }

  void removeIf(Predicate<PriceComponent> unwanted) {
    components.values().removeIf(unwanted);
  }

  boolean isEmpty() {
    return components.isEmpty();
  }

  boolean has(Predicate<PriceComponent> wanted) {
    return components.values().stream().anyMatch(wanted);
  }

  /** {@return the price at STANDARD for any length at any hour, or null} */
  @Nullable BigDecimal base(String name) {
    PriceComponent base = components.get(new Key(name, ServiceTier.STANDARD, null, null));
    return base == null ? null : base.unitPrice();
  }

  /** {@return what has a price} */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    components.keySet().forEach(key -> names.add(key.name));
    return names;
  }

  /** {@return the components, without reasoning that is billed as output and idle thresholds} */
  List<PriceComponent> toList() {
    boolean asOutput = true;
    for (PriceComponent component : components.values()) {
      asOutput &=
          !component.name().equals("reasoning") || isSame(component, like("output", component));
    }
    if (asOutput) {
      removeIf(component -> component.name().equals("reasoning"));
    }
    TreeSet<Integer> thresholds = new TreeSet<>();
    components.keySet().forEach(key -> thresholds.add(key.above == null ? 0 : key.above));
    for (Integer threshold : thresholds.descendingSet()) {
      if (threshold > 0 && isIdle(threshold, thresholds.lower(threshold))) {
        removeIf(component -> threshold.equals(component.aboveTokens()));
      }
    }
    List<PriceComponent> sorted = new ArrayList<>(components.values());
    sorted.sort(Comparator.comparing(PriceComponent::tier));
    return sorted;
  }

  /**
   * {@return the kinds of tokens that have a price at a tier, but none above a threshold that moves
   * another there or at STANDARD, each e.g. {@code cacheRead BATCH above 200000}}
   */
  Set<String> unknownAbove() {
    Set<String> unknown = new LinkedHashSet<>();
    Set<Integer> standard = thresholds(ServiceTier.STANDARD);
    for (ServiceTier tier : ServiceTier.values()) {
      Set<Integer> thresholds = new TreeSet<>(standard);
      thresholds.addAll(thresholds(tier));
      for (int above : thresholds) {
        Set<String> known = new HashSet<>();
        for (PriceComponent c : components.values()) {
          if (c.tier() == tier && Integer.valueOf(above).equals(c.aboveTokens())) {
            known.add(c.name());
          }
        }
        for (PriceComponent c : components.values()) {
          boolean tokens = c.unit().equals(PriceComponent.MILLION_TOKENS);
          if (tokens && c.tier() == tier && !known.contains(c.name())) {
            String at = tier == ServiceTier.STANDARD ? "" : " " + tier;
            unknown.add(c.name() + at + " above " + above);
          }
        }
      }
    }
    return unknown;
  }

  private Set<Integer> thresholds(ServiceTier tier) {
    Set<Integer> thresholds = new TreeSet<>();
    for (PriceComponent c : components.values()) {
      if (c.tier() == tier && c.aboveTokens() != null) {
        thresholds.add(c.aboveTokens());
      }
    }
    return thresholds;
  }

  /** Whether nothing is another price above the threshold than between the one below and it. */
  private boolean isIdle(int threshold, @Nullable Integer lower) {
    Integer below = lower == null || lower == 0 ? null : lower;
    for (PriceComponent component : components.values()) {
      if (Integer.valueOf(threshold).equals(component.aboveTokens())) {
        Key key = new Key(component.name(), component.tier(), below, component.hours());
        if (!isSame(component, components.get(key))) {
          return false;
        }
      }
    }
    return true;
  }

  private @Nullable PriceComponent like(String name, PriceComponent component) {
    return components.get(
        new Key(name, component.tier(), component.aboveTokens(), component.hours()));
  }

  private static boolean isSame(PriceComponent one, @Nullable PriceComponent other) {
    return other != null && one.unitPrice().compareTo(other.unitPrice()) == 0;
  }
}
