package dev.costgraph.attribution;

import dev.costgraph.BadRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to group by.
 *
 * @param tagKey given if TAG is among the dimensions, and only then
 */
public record Grouping(List<Dimension> dimensions, @Nullable String tagKey) {

  private static final Set<Dimension> USERS = EnumSet.of(Dimension.PLATFORM, Dimension.USER);

  /**
   * Checks what a caller asked for.
   *
   * @throws BadRequest INVALID_VALUE for a dimension twice, TAG without a key or a key without TAG
   */
  static Grouping check(@Nullable List<Dimension> groupBy, @Nullable String tagKey) {
    List<Dimension> dimensions = groupBy == null ? List.of() : groupBy;
    Set<Dimension> seen = EnumSet.noneOf(Dimension.class);
    for (Dimension dimension : dimensions) {
      if (dimension == null) {
        throw invalid("groupBy", "null is no dimension of groupBy");
      }
      if (!seen.add(dimension)) {
        throw invalid("groupBy", "%s is twice in groupBy".formatted(dimension));
      }
    }
    if (seen.contains(Dimension.TAG) && (tagKey == null || tagKey.isEmpty())) {
      throw invalid("tagKey", "groupBy TAG needs the tagKey whose values are the groups");
    }
    if (tagKey != null && !seen.contains(Dimension.TAG)) {
      throw invalid("tagKey", "tagKey '%s' is given without groupBy TAG".formatted(tagKey));
    }
    return new Grouping(List.copyOf(dimensions), tagKey);
  }

  private static BadRequest invalid(String field, String message) {
    return new BadRequest(BadRequest.Code.INVALID_VALUE, field, message);
  }

  /** {@return whether cost cells do not tell the groups apart} */
  boolean needsUsages() {
    return dimensions.stream().anyMatch(dimension -> !dimension.isInCells());
  }

  /** {@return whether the days of users, which outlive usages, tell the groups apart} */
  boolean ofUsersAlone() {
    return USERS.containsAll(dimensions);
  }

  boolean byBudget() {
    return dimensions.contains(Dimension.BUDGET);
  }

  List<String> properties() {
    return dimensions.stream().map(Dimension::property).toList();
  }

  /** {@return what a tag of the key begins with; null without TAG} */
  @Nullable String tagPrefix() {
    return tagKey == null ? null : Objects.requireNonNull(tagKey) + "=";
  }
}
