package dev.costgraph.http;

import dev.costgraph.Limits;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The size of a selection with its fragments opened at every use, measured before validation, whose
 * own cost grows with the square of the fields.
 *
 * @param depth levels of fields
 * @param fields at all levels
 * @param aliases at all levels
 * @param rootFields at the first level
 */
record QueryShape(int depth, long fields, long aliases, long rootFields) {

  private static final QueryShape EMPTY = new QueryShape(0, 0, 0, 0);

  /** {@return the shape of each operation of the document, the largest of each measure} */
  static QueryShape of(Document document) {
    Measure measure = new Measure(document);
    return document.getDefinitionsOfType(OperationDefinition.class).stream()
        .map(operation -> measure.of(operation.getSelectionSet()))
        .reduce(EMPTY, QueryShape::max);
  }

  /**
   * {@return the first bound that the document passes; null where none is}
   *
   * <p>Fragments are counted first: a chain of thousands, each spreading the next, would exhaust
   * the stack of whoever follows it, this class and the validation of graphql-java alike.
   */
  static @Nullable Refusal refusal(Document document) {
    int fragments = document.getDefinitionsOfType(FragmentDefinition.class).size();
    return fragments > Limits.FRAGMENTS_MAX
        ? refusal("TOO_MANY_FRAGMENTS", "fragments", fragments, Limits.FRAGMENTS_MAX)
        : of(document).refusal();
  }

  private @Nullable Refusal refusal() {
    if (depth > Limits.QUERY_DEPTH_MAX) {
      return refusal("QUERY_TOO_DEEP", "levels of fields", depth, Limits.QUERY_DEPTH_MAX);
    }
    if (rootFields > Limits.ROOT_FIELDS_MAX) {
      return refusal("TOO_MANY_ROOT_FIELDS", "root fields", rootFields, Limits.ROOT_FIELDS_MAX);
    }
    if (aliases > Limits.ALIASES_MAX) {
      return refusal("TOO_MANY_ALIASES", "aliases", aliases, Limits.ALIASES_MAX);
    }
    if (fields > Limits.QUERY_FIELDS_MAX) {
      return refusal("QUERY_TOO_COMPLEX", "fields", fields, Limits.QUERY_FIELDS_MAX);
    }
    return null;
  }

  private static Refusal refusal(String code, String what, long count, int max) {
    return new Refusal(
        400, code, "the operation has %,d %s, at most %,d".formatted(count, what, max));
  }

  private QueryShape max(QueryShape other) {
    return new QueryShape(
        Math.max(depth, other.depth),
        Math.max(fields, other.fields),
        Math.max(aliases, other.aliases),
        Math.max(rootFields, other.rootFields));
  }

  /** Beside another selection of the same level. */
  private QueryShape plus(QueryShape other) {
    return new QueryShape(
        Math.max(depth, other.depth),
        capped(fields + other.fields),
        capped(aliases + other.aliases),
        capped(rootFields + other.rootFields));
  }

  /** Fragments within fragments double at each step: sums stop far beyond every bound. */
  private static long capped(long sum) {
    return Math.min(sum, Integer.MAX_VALUE);
  }

  /** Measures each fragment once. */
  private static final class Measure {

    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, QueryShape> measured = new HashMap<>();

    Measure(Document document) {
      document
          .getDefinitionsOfType(FragmentDefinition.class)
          .forEach(fragment -> fragments.put(fragment.getName(), fragment));
    }

    QueryShape of(@Nullable SelectionSet selections) {
      QueryShape sum = EMPTY;
      if (selections != null) {
        for (Selection<?> selection : selections.getSelections()) {
          sum = sum.plus(of(selection));
        }
      }
      return sum;
    }

    private QueryShape of(Selection<?> selection) {
      return switch (selection) {
        case Field field -> {
          QueryShape below = of(field.getSelectionSet());
          yield new QueryShape(
              below.depth() + 1,
              capped(below.fields() + 1),
              capped(below.aliases() + (field.getAlias() == null ? 0 : 1)),
              1);
        }
        case InlineFragment fragment -> of(fragment.getSelectionSet());
        case FragmentSpread spread -> ofFragment(spread.getName());
        default -> EMPTY;
      };
    }

    /** A fragment that contains itself counts as empty there; validation refuses it. */
    private QueryShape ofFragment(String name) {
      QueryShape known = measured.get(name);
      FragmentDefinition fragment = fragments.get(name);
      if (known != null || fragment == null) {
        return known == null ? EMPTY : known;
      }
      measured.put(name, EMPTY);
      QueryShape shape = of(fragment.getSelectionSet());
      measured.put(name, shape);
      return shape;
    }
  }
}
