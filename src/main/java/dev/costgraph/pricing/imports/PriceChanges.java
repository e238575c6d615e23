package dev.costgraph.pricing.imports;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import dev.costgraph.pricing.imports.PriceImport.PriceChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What importing a document would change in a price book: prices to append, none to replace.
 *
 * <p>An entry is compared with the list price of the same id at its instant; an id that the book
 * knows as an alias, with that of the model, after all others: a price of its own is then another.
 * Importing the same again changes nothing, and dated documents in their order build a history of
 * the prices that changed. What is imported wins over what is known, also over the catalogue.
 *
 * @param added prices of ids, or of times, that the book has no list price of
 * @param changed prices that differ from the one that holds at the time, or say more than it
 * @param unchanged entries that say what is known, however they write it
 * @param models names of the added models
 * @param providerAliases other names of providers, as the document has them
 * @param skipped entries of the document that are not imported
 * @param report the same component by component
 */
public record PriceChanges(
    List<ModelPrice> added,
    List<ModelPrice> changed,
    int unchanged,
    List<HostedModel> models,
    Map<String, String> providerAliases,
    List<SkippedPrice> skipped,
    PriceImport report) {

  public PriceChanges {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    models = List.copyOf(models);
    providerAliases = Map.copyOf(providerAliases);
    skipped = List.copyOf(skipped);
  }

  /**
   * Compares.
   *
   * @param effectiveFrom when prices without a date of their own begin to hold; null: since ever. A
   *     price that the document itself ends before then is not imported
   */
  public static PriceChanges of(
      PriceDocument document, PriceBook book, @Nullable Instant effectiveFrom) {
    Comparison comparison = new Comparison(document, book, effectiveFrom);
    Map<String, List<ModelPrice>> byModel = byModel(document.catalogue().prices());
    comparison.addAll(byModel.values(), book, true);
    comparison.addAll(byModel.values(), book.with(comparison.toAppend()), false);
    return comparison.changes();
  }

  /** {@return the book with the changes} */
  public PriceBook appliedTo(PriceBook book) {
    return book.with(toAppend());
  }

  /** {@return what is to be appended, with its names} */
  public PriceCatalogue toAppend() {
    List<ModelPrice> prices = new ArrayList<>(changed);
    prices.addAll(added);
    return new PriceCatalogue(prices, models, providerAliases);
  }

  private static Map<String, List<ModelPrice>> byModel(List<ModelPrice> prices) {
    Map<String, List<ModelPrice>> byModel = new LinkedHashMap<>();
    for (ModelPrice price : prices) {
      byModel.computeIfAbsent(name(price), name -> new ArrayList<>()).add(price);
    }
    return byModel;
  }

  private static String name(ModelPrice price) {
    return name(price.provider(), price.model());
  }

  private static String name(String provider, String model) {
    return (provider + "/" + model).toLowerCase(Locale.ROOT);
  }

  /** Collects what one document changes. */
  private static final class Comparison {
    private final PriceDocument document;
    private final PriceBook before;
    private final @Nullable Instant effectiveFrom;
    private final List<ModelPrice> added = new ArrayList<>();
    private final List<ModelPrice> changed = new ArrayList<>();
    private final List<PriceChange> addedParts = new ArrayList<>();
    private final List<PriceChange> changedParts = new ArrayList<>();
    private final List<SkippedPrice> skipped;
    private int unchanged;

    /** The last price of the model at hand that is appended. */
    private @Nullable ModelPrice appended;

    Comparison(PriceDocument document, PriceBook before, @Nullable Instant effectiveFrom) {
      this.document = document;
      this.before = before;
      this.effectiveFrom = effectiveFrom;
      this.skipped = new ArrayList<>(document.skipped());
    }

    /** Compares the models whose ids the book has, or the others. */
    void addAll(Iterable<List<ModelPrice>> models, PriceBook book, boolean known) {
      for (List<ModelPrice> prices : models) {
        ModelPrice first = prices.getFirst();
        if (before.isListed(first.model(), first.provider()) == known) {
          try {
            add(prices, book);
          } catch (IllegalArgumentException e) {
            skipped.add(
                new SkippedPrice(
                    first.provider() + "/" + first.model(),
                    "does not fit what is known: " + e.getMessage()));
          }
        }
      }
    }

    private void add(List<ModelPrice> prices, PriceBook book) {
      boolean saysLength = PriceDocument.saysLength(prices);
      appended = null;
      for (ModelPrice imported : prices) {
        Instant own = imported.effectiveFrom();
        if (own == null && begunBy(prices) != null) {
          skipped.add(
              new SkippedPrice(
                  imported.provider() + "/" + imported.model(),
                  "has a price that ends before " + effectiveFrom));
          continue;
        }
        boolean changes = compare(imported, book, saysLength, own == null ? effectiveFrom : own);
        if (imported.equals(begunBy(prices))) { // it wins over what began after its own date
          changes |= compare(imported, book, saysLength, effectiveFrom);
        }
        unchanged += changes ? 0 : 1;
      }
    }

    /** {@return whether something else holds from an instant on} */
    private boolean compare(
        ModelPrice imported, PriceBook book, boolean saysLength, @Nullable Instant from) {
      ModelPrice holding = later(listed(book, imported, from), appended);
      ModelPrice price =
          holding == null
              ? imported.from(from)
              : document.after(holding, imported, saysLength, from);
      if (price.equals(holding)) {
        return false;
      }
      report(later(listed(before, imported, from), appended), price);
      appended = price;
      return true;
    }

    /** An id that was an alias, or had no price of the time, is new. */
    private void report(@Nullable ModelPrice old, ModelPrice price) {
      List<PriceChange> parts = PriceChange.of(old, price);
      if (old == null
          || !old.model().equalsIgnoreCase(price.model())
          || !before.isListed(price.model(), price.provider())) {
        added.add(price);
        addedParts.addAll(parts);
      } else {
        changed.add(price);
        parts.stream().filter(PriceChange::isOne).forEach(changedParts::add);
      }
    }

    private static @Nullable ModelPrice listed(
        PriceBook book, ModelPrice imported, @Nullable Instant from) {
      return book.listPrice(imported.model(), imported.provider(), from).orElse(null);
    }

    /** {@return the last price with a date of its own that began by the time of the import} */
    private @Nullable ModelPrice begunBy(List<ModelPrice> prices) {
      ModelPrice begun = null;
      for (ModelPrice price : prices) {
        Instant from = price.effectiveFrom();
        if (effectiveFrom != null && from != null && !from.isAfter(effectiveFrom)) {
          begun = price;
        }
      }
      return begun;
    }

    /** {@return of two that hold the one that began later; of two from the same time the second} */
    private static @Nullable ModelPrice later(
        @Nullable ModelPrice listed, @Nullable ModelPrice appended) {
      if (listed == null || appended == null) {
        return listed == null ? appended : listed;
      }
      Instant from = listed.effectiveFrom();
      Instant since = appended.effectiveFrom();
      return from == null || (since != null && !since.isBefore(from)) ? appended : listed;
    }

    List<ModelPrice> toAppend() {
      List<ModelPrice> prices = new ArrayList<>(changed);
      prices.addAll(added);
      return prices;
    }

    PriceChanges changes() {
      Set<String> names = new HashSet<>();
      added.forEach(price -> names.add(name(price)));
      Map<String, String> homes = before.homes();
      List<HostedModel> models = new ArrayList<>();
      List<LeftOut> leftOut = new ArrayList<>(document.leftOut());
      for (HostedModel model : document.catalogue().models()) {
        if (names.contains(name(model.provider(), model.model()))) {
          models.add(isHomeElsewhere(model, homes) ? elsewhere(model) : model);
        } else {
          leaveOutAliases(model, leftOut);
        }
      }
      return new PriceChanges(
          added,
          changed,
          unchanged,
          models,
          document.catalogue().providerAliases(),
          skipped,
          new PriceImport(
              added.size(), changed.size(), unchanged, addedParts, changedParts, skipped, leftOut));
    }

    /** Whether the book knows another provider that made the model, or one of that name. */
    private static boolean isHomeElsewhere(HostedModel model, Map<String, String> homes) {
      List<String> names = new ArrayList<>(model.aliases());
      names.add(model.model());
      for (String name : names) {
        String home = homes.get(name.toLowerCase(Locale.ROOT));
        if (home != null && !home.equalsIgnoreCase(model.provider())) {
          return true;
        }
      }
      return false;
    }

    private static HostedModel elsewhere(HostedModel model) {
      return new HostedModel(model.model(), model.provider(), false, model.aliases());
    }

    /** The names of a known model stay as they are. */
    private void leaveOutAliases(HostedModel model, List<LeftOut> leftOut) {
      for (String alias : model.aliases()) {
        if (before.listPrice(alias, model.provider(), Instant.MAX).isEmpty()) {
          leftOut.add(
              new LeftOut(
                  model.provider() + "/" + model.model(),
                  "alias " + alias,
                  "another name of a model that is known already"));
        }
      }
    }
  }
}
