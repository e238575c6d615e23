package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document says about prices. Those of a model are in order of time; one without {@code
 * effectiveFrom} holds from the day of the import on.
 *
 * @param saysHours whether the format has a place for hours of the day; if not, it says nothing
 *     about them
 * @param skipped entries without a price that could be imported, in the order of the document
 * @param leftOut what was left out of imported prices, in the order of the document
 */
public record PriceDocument(
    PriceCatalogue catalogue,
    boolean saysHours,
    List<SkippedPrice> skipped,
    List<LeftOut> leftOut) {

  private static final String BESIDES = "; besides: ";

  public PriceDocument {
    skipped = List.copyOf(skipped);
    leftOut = List.copyOf(leftOut);
  }

  /** {@return whether any of these prices knows that the length of a prompt matters} */
  static boolean saysLength(List<ModelPrice> prices) {
    return prices.stream().anyMatch(p -> p.upToPromptTokens() != null || hasThreshold(p));
  }

  /**
   * {@return what holds after an entry of this document: the known price itself when the entry says
   * the same; the known price and what the entry says beside it; or the entry, when it says
   * anything else}. An entry is silent about kinds of usage and about service tiers that it does
   * not mention, about hours that the format has no place for, and about the length of prompts
   * unless it has a threshold or a bound. Silence is no change. A threshold, hours, or a kind at a
   * tier that it mentions but has no longer are one.
   *
   * <p>An entry that is silent about the length and says otherwise holds as far as the known price
   * was one for any length, since nobody knows what a longer prompt now costs.
   *
   * @param known of the same id, or of the model that the id is an alias of
   * @param saysLength whether the entry has, at any date, a threshold or a bound
   * @param effectiveFrom of what is new
   */
  ModelPrice after(
      ModelPrice known, ModelPrice imported, boolean saysLength, @Nullable Instant effectiveFrom) {
    Map<String, PriceComponent> added = components(imported);
    boolean kept = isSameKind(known, imported);
    for (PriceComponent ours : known.components()) {
      PriceComponent their = added.remove(ours.what());
      kept &=
          their == null
              ? isSilentAbout(ours, imported, saysLength)
              : their.unitPrice().compareTo(ours.unitPrice()) == 0;
    }
    for (PriceComponent their : added.values()) {
      kept &= !isWithin(their, known);
    }
    if (!kept) {
      return copy(
          imported,
          imported,
          imported.source(),
          effectiveFrom,
          saysLength ? imported.upToPromptTokens() : flatUpTo(known),
          imported.components());
    }
    Long bound = bound(known, imported, saysLength);
    if (added.isEmpty() && Objects.equals(bound, known.upToPromptTokens())) {
      return known;
    }
    List<PriceComponent> both = new ArrayList<>(known.components());
    both.addAll(added.values());
    return copy(
        known.model().equalsIgnoreCase(imported.model()) ? known : imported,
        hasThreshold(known) ? known : imported,
        sources(imported, known),
        effectiveFrom,
        bound,
        both);
  }

  private boolean isSilentAbout(PriceComponent ours, ModelPrice imported, boolean saysLength) {
    Integer above = ours.aboveTokens();
    Long bound = imported.upToPromptTokens();
    boolean named = false;
    boolean atTier = false;
    boolean namedAtTier = false;
    for (PriceComponent their : imported.components()) {
      named |= their.name().equals(ours.name());
      atTier |= their.tier() == ours.tier();
      namedAtTier |= their.name().equals(ours.name()) && their.tier() == ours.tier();
    }
    return !named
        || !atTier
        || (namedAtTier && above == null && ours.hours() == null) // it has long prompts alone
        || (!saysHours && ours.hours() != null)
        || (above != null && (!saysLength || (bound != null && above >= bound)));
  }

  /** Whether a price that we do not have moves one of prompts that ours is said to hold for. */
  private static boolean isWithin(PriceComponent their, ModelPrice known) {
    Integer above = their.aboveTokens();
    Long bound = known.upToPromptTokens();
    return above != null && bound != null && above < bound;
  }

  /** The longest prompt that what both say together holds for: each is silent beyond its own. */
  private static @Nullable Long bound(ModelPrice known, ModelPrice imported, boolean saysLength) {
    Long ours = known.upToPromptTokens();
    Long theirs = imported.upToPromptTokens();
    if (!saysLength) {
      return ours;
    }
    if (ours == null) {
      return hasThreshold(known) ? null : theirs;
    }
    return theirs == null ? null : Long.valueOf(Math.max(ours, theirs));
  }

  /** {@return the longest prompt up to which the length does not matter, or null: it never does} */
  private static @Nullable Long flatUpTo(ModelPrice price) {
    Stream<Long> thresholds =
        price.components().stream()
            .map(PriceComponent::aboveTokens)
            .filter(Objects::nonNull)
            .map(Integer::longValue);
    Stream<Long> bound = Stream.ofNullable(price.upToPromptTokens());
    return Stream.concat(thresholds, bound).min(Long::compare).orElse(null);
  }

  private static ModelPrice copy(
      ModelPrice named,
      ModelPrice like,
      String source,
      @Nullable Instant effectiveFrom,
      @Nullable Long bound,
      List<PriceComponent> components) {
    return new ModelPrice(
        named.model(),
        named.provider(),
        effectiveFrom,
        source,
        like.currency(),
        bound,
        components,
        like.longPrompts(),
        null);
  }

  /** The newest two. */
  private static String sources(ModelPrice imported, ModelPrice known) {
    String before = known.source();
    int older = before.indexOf(BESIDES);
    String latest = older < 0 ? before : before.substring(0, older);
    return latest.equals(imported.source()) ? before : imported.source() + BESIDES + latest;
  }

  /** Whether two prices can be parts of one. */
  private static boolean isSameKind(ModelPrice one, ModelPrice other) {
    return one.currency().equals(other.currency())
        && one.components().isEmpty() == other.components().isEmpty()
        && (one.longPrompts() == other.longPrompts() || !hasThreshold(one) || !hasThreshold(other));
  }

  private static boolean hasThreshold(ModelPrice price) {
    return price.components().stream().anyMatch(component -> component.aboveTokens() != null);
  }

  /** {@return what each is a price of → the component} */
  private static Map<String, PriceComponent> components(ModelPrice price) {
    Map<String, PriceComponent> components = new LinkedHashMap<>();
    price.components().forEach(c -> components.put(c.what(), c));
    return components;
  }
}
