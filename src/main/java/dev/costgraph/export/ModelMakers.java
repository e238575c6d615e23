package dev.costgraph.export;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who made a model, as far as the price list knows.
 *
 * @param homes id or alias in lower case → the provider that made the model, "" when several
 */
record ModelMakers(Map<String, String> homes, Set<String> makers) {

  static ModelMakers of(Map<String, String> homes) {
    return new ModelMakers(homes, new HashSet<>(homes.values()));
  }

  /**
   * {@return the maker that the id names, as {@code us.anthropic.claude-opus-5} does, or the one
   * whose list has the id; null: not known}
   */
  @Nullable String of(String model) {
    String id = model.toLowerCase(Locale.ROOT);
    List<String> parts = List.of(id.split("[./]"));
    for (String part : parts.subList(0, Math.max(0, parts.size() - 1))) {
      if (!part.isEmpty() && makers.contains(part)) {
        return part;
      }
    }
    String home = homes.getOrDefault(id, "");
    return home.isEmpty() ? null : home;
  }
}
