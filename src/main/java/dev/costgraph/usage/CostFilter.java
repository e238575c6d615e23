package dev.costgraph.usage;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** Which usages a question is about. */
@Input("CostFilter")
@Description(
    "Which usages count. Every list means any of, so an empty one means none; every field given"
        + " must hold. At most 1,000 values a list: OUT_OF_RANGE.")
public record CostFilter(
    @Nullable
        @Description(
            "Inclusive, years 1 to 9999; absent: since ever. Not before to: INVALID_VALUE.")
        Instant from,
    @Nullable @Description("Exclusive, years 1 to 9999; absent: without end.") Instant to,
    @Id @Nullable @Description("Absent: all platforms.") List<String> platformIds,
    @Id @Nullable List<String> projectIds,
    @Id @Nullable List<String> taskIds,
    @Id @Nullable List<String> agentIds,
    @Id @Nullable List<String> userIds,
    @Id @Nullable List<String> runIds,
    @Nullable @Description("As they were recorded, not as they were priced.") List<String> models,
    @Nullable List<String> providers,
    @Nullable List<String> capabilities,
    @Nullable List<UsageKind> kinds,
    @Nullable List<UsageOutcome> outcomes,
    @Nullable List<TagInput> tags,
    @Id
        @Nullable
        @Description(
            "Usages that charge this budget or one below it, by the tree when they were booked;"
                + " of a FIXED one also those outside its period. Unknown: NOT_FOUND.")
        String budgetId,
    @Nullable @Description("true: only those without a price; false: only those with a cost.")
        Boolean unpriced) {

  private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

  private static final Set<String> USERS = Set.of("platformIds", "userIds");

  /** Everything. */
  public static final CostFilter ALL =
      new CostFilter(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  /** {@return everything of one platform} */
  public static CostFilter ofPlatform(String platformId) {
    return new CostFilter(
        null,
        null,
        List.of(platformId),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** {@return what charged a budget in a stretch of time} */
  public static CostFilter ofBudget(String budgetId, Instant from, Instant to) {
    return new CostFilter(
        from, to, null, null, null, null, null, null, null, null, null, null, null, null, budgetId,
        null);
  }

  /** {@return the same, without what has a price} */
  public CostFilter onlyUnpriced() {
    return new CostFilter(
        from,
        to,
        platformIds,
        projectIds,
        taskIds,
        agentIds,
        userIds,
        runIds,
        models,
        providers,
        capabilities,
        kinds,
        outcomes,
        tags,
        budgetId,
        true);
  }

  /** {@return the same without project ids and budget id} */
  public CostFilter withoutTree() {
    return new CostFilter(
        from,
        to,
        platformIds,
        null,
        taskIds,
        agentIds,
        userIds,
        runIds,
        models,
        providers,
        capabilities,
        kinds,
        outcomes,
        tags,
        null,
        unpriced);
  }

  /** {@return the filter as it may be used; absent: everything} */
  public static CostFilter check(@Nullable CostFilter given) {
    CostFilter filter = given == null ? ALL : given;
    checkRange("filter.", filter.from, filter.to);
    filter.lists().forEach(CostFilter::checkList);
    return filter;
  }

  /**
   * Checks a stretch of time.
   *
   * @param prefix of the fields {@code from} and {@code to}
   * @throws BadRequest INVALID_VALUE
   */
  public static void checkRange(String prefix, @Nullable Instant from, @Nullable Instant to) {
    checkYear(prefix + "from", from);
    checkYear(prefix + "to", to);
    if (from != null && to != null && !from.isBefore(to)) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          prefix + "from",
          "from %s is not before to %s".formatted(from, to));
    }
  }

  private static void checkYear(String field, @Nullable Instant at) {
    if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          field,
          "%s %s is not within the years 1 to 9999".formatted(field, at));
    }
  }

  private static void checkList(String name, @Nullable List<?> values) {
    if (values == null) {
      return;
    }
    if (values.size() > Limits.FILTER_VALUES_MAX) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "filter." + name,
          "%d values in filter.%s, at most %d"
              .formatted(values.size(), name, Limits.FILTER_VALUES_MAX));
    }
    if (values.stream().anyMatch(value -> value == null)) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          "filter." + name,
          "null is no value of filter.%s".formatted(name));
    }
  }

  /** {@return whether it asks for what cost cells do not tell apart} */
  public boolean needsUsages() {
    return userIds != null
        || runIds != null
        || outcomes != null
        || tags != null
        || unpriced != null;
  }

  /** {@return whether it names times, platforms and users at most} */
  boolean ofUsersAlone() {
    return budgetId == null
        && unpriced == null
        && lists().entrySet().stream()
            .allMatch(list -> list.getValue() == null || USERS.contains(list.getKey()));
  }

  /** {@return each list as a statement's parameter of the same name; null: not given} */
  Map<String, @Nullable List<?>> lists() {
    Map<String, @Nullable List<?>> lists = new HashMap<>();
    lists.put("platformIds", platformIds);
    lists.put("projectIds", projectIds);
    lists.put("taskIds", taskIds);
    lists.put("agentIds", agentIds);
    lists.put("userIds", userIds);
    lists.put("runIds", runIds);
    lists.put("models", models);
    lists.put("providers", providers);
    lists.put("capabilities", capabilities);
    lists.put("kinds", names(kinds));
    lists.put("outcomes", names(outcomes));
    lists.put("tags", texts(tags));
    return lists;
  }

  private static @Nullable List<String> names(@Nullable List<? extends Enum<?>> values) {
    if (values == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    values.forEach(value -> names.add(value == null ? null : value.name()));
    return names;
  }

  private static @Nullable List<String> texts(@Nullable List<TagInput> tags) {
    if (tags == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    tags.forEach(tag -> texts.add(tag == null ? null : new Tag(tag.key(), tag.value()).text()));
    return texts;
  }
}
