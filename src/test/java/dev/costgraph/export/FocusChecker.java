package dev.costgraph.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.export.FocusModel.NotUnderstood;
import dev.costgraph.export.FocusModel.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a file to the rules of FOCUS 1.2, from the rule of the dataset down. A composite passes its
 * condition on to its parts. A rule of a column that is not there, or of a feature that costgraph
 * has not, does not apply, unless the column is there: what is there obeys.
 */
final class FocusChecker {

  /** What costgraph supports of the model's criteria. */
  static final Set<String> FEATURES =
      Set.of(
          "ACCOUNT_NAMING_SUPPORTED",
          "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED",
          "PUBLIC_PRICE_LIST_SUPPORTED",
          "SUB_ACCOUNT_SUPPORTED",
          "TAGGING_SUPPORTED",
          "UNIT_PRICING_SUPPORTED",
          "USAGE_MEASUREMENT_SUPPORTED");

  /** Rules of attributes that the functions of forms check in every cell, or this in the header. */
  private static final Set<String> ATTRIBUTES_CHECKED =
      Set.of(
          "DateTimeFormat-A-001-M",
          "DateTimeFormat-A-002-M",
          "DateTimeFormat-A-004-M",
          "DateTimeFormat-A-005-M",
          "DateTimeFormat-A-006-M",
          "CurrencyFormat-A-001-C",
          "NumericFormat-A-002-M",
          "NumericFormat-A-003-M",
          "NumericFormat-A-004-M",
          "NumericFormat-A-005-M",
          "NumericFormat-A-006-M",
          "NumericFormat-A-007-M",
          "NumericFormat-A-008-M",
          "NumericFormat-A-009-M",
          "NumericFormat-A-010-M",
          "NumericFormat-A-011-M",
          "StringHandling-A-001-M",
          "StringHandling-A-007-M",
          "UnitFormat-A-001-M",
          "UnitFormat-A-002-O",
          "KeyValueFormat-A-001-M",
          "KeyValueFormat-A-002-M",
          "KeyValueFormat-A-003-M",
          "KeyValueFormat-A-004-M",
          "NullHandling-A-002-M",
          "ColumnHandling-A-001-M",
          "ColumnHandling-A-003-M",
          "ColumnHandling-A-005-O",
          "ColumnHandling-A-010-M",
          "ColumnHandling-A-012-O",
          "ColumnHandling-A-013-O");

  private static final String IN_WORDS = "in words only";

  private final FocusModel model;
  private final FocusData data;
  private final FocusFunctions functions;

  private final Set<String> checked = new TreeSet<>();
  private final Set<String> met = new TreeSet<>();
  private final Map<String, String> notApplicable = new TreeMap<>();
  private final Map<String, String> violations = new TreeMap<>();

  private FocusChecker(FocusModel model, FocusData data) {
    this.model = model;
    this.data = data;
    this.functions = new FocusFunctions(data);
  }

  /**
   * What came of it; each rule of the model is in the first or the second.
   *
   * @param checked rules that were held to the data, or are made of such
   * @param met those of them that met a row or the header; the others are composites, forms that
   *     the cells of their columns are checked for, and rules whose conditions no row meets
   * @param notApplicable rules that were not, with the reason
   * @param violations rules that do not hold, with the first place where
   */
  record Report(
      Set<String> checked,
      Set<String> met,
      Map<String, String> notApplicable,
      Map<String, String> violations) {

    /** {@return how many of the checked rules are of which sort} */
    Map<String, Long> sorts(FocusModel model) {
      return checked.stream()
          .collect(
              Collectors.groupingBy(
                  id ->
                      met.contains(id)
                          ? "met"
                          : model.rule(id).isComposite()
                              ? "composite"
                              : ATTRIBUTES_CHECKED.contains(id) ? "form" : "met by no row",
                  TreeMap::new,
                  Collectors.counting()));
    }

    /** {@return how many rules there are for each reason not to apply} */
    Map<String, Long> reasons() {
      return notApplicable.values().stream()
          .collect(
              Collectors.groupingBy(
                  reason -> reason.replaceAll(" [A-Z].*", ""),
                  TreeMap::new,
                  Collectors.counting()));
    }
  }

  /**
   * {@return what the rules say of a file}
   *
   * @throws NotUnderstood for any rule that this has no meaning for
   */
  static Report check(FocusModel model, FocusData data) {
    for (Rule rule : model.rules().values()) {
      FocusFunctions.requireKnown(rule.requirement());
      FocusFunctions.requireKnown(rule.condition());
    }
    FocusChecker checker = new FocusChecker(model, data);
    checker.evaluate(model.rule(model.root()), List.of());
    checker.checkHeader();
    for (Rule rule : model.rules().values()) {
      checker.checkAttribute(rule);
    }
    return new Report(checker.checked, checker.met, checker.notApplicable, checker.violations);
  }

  /** {@return the rows that a rule does not hold for; the bit after the last row: the file} */
  private BitSet evaluate(Rule rule, List<JsonNode> conditions) {
    String reason = reasonAgainst(rule);
    if (reason != null) {
      leaveOut(rule, reason);
      return new BitSet();
    }
    List<JsonNode> all = new ArrayList<>(conditions);
    if (!rule.condition().isEmpty()) {
      all.add(rule.condition());
    }
    if (rule.isComposite()) {
      checked.add(rule.id());
      return composite(rule, all);
    }
    if (rule.isInWordsOnly()) {
      return inWords(rule, all);
    }
    if (rule.isPermission()) {
      leaveOut(rule, "permission");
      holdsAnywhere(rule, all); // it has to be understood all the same
      return new BitSet();
    }
    checked.add(rule.id());
    noteMet(rule, all);
    return noted(rule, simple(rule, all));
  }

  private void noteMet(Rule rule, List<JsonNode> conditions) {
    boolean header = FocusFunctions.nameOf(rule.requirement()).equals("ColumnPresent");
    if (header || IntStream.range(0, data.rows().size()).anyMatch(row -> meets(conditions, row))) {
      met.add(rule.id());
    }
  }

  /** {@return why a rule does not apply; null when it does} */
  private @Nullable String reasonAgainst(Rule rule) {
    boolean supported = FEATURES.containsAll(rule.criteria());
    boolean column = rule.entity().equals("Column");
    if (column && !data.has(rule.reference())) {
      return "no column " + rule.reference();
    }
    return supported || column
        ? null
        : "no feature "
            + rule.criteria().stream()
                .filter(criterion -> !FEATURES.contains(criterion))
                .sorted()
                .collect(Collectors.joining(", "));
  }

  private void leaveOut(Rule rule, String reason) {
    notApplicable.putIfAbsent(rule.id(), reason);
    if (rule.isComposite()) {
      for (JsonNode item : rule.requirement().path("Items")) {
        leaveOut(model.rule(item.path("ModelRuleId").asText()), reason);
      }
    }
  }

  /** Of parts that are alternatives none is a violation by itself. */
  private BitSet composite(Rule rule, List<JsonNode> conditions) {
    String connective = FocusFunctions.nameOf(rule.requirement());
    boolean alternatives = connective.equals("OR");
    if (!alternatives && !connective.equals("AND")) {
      throw new NotUnderstood("composite " + rule.id() + " by " + connective);
    }
    Map<String, String> before = new HashMap<>(violations);
    BitSet whole = new BitSet();
    boolean first = true;
    for (JsonNode item : rule.requirement().path("Items")) {
      if (!FocusFunctions.nameOf(item).equals("CheckModelRule")) {
        throw new NotUnderstood("part of " + rule.id() + ": " + item);
      }
      BitSet part = evaluate(model.rule(item.path("ModelRuleId").asText()), conditions);
      if (alternatives && !first) {
        whole.and(part);
      } else {
        whole.or(part);
      }
      first = false;
    }
    if (alternatives) {
      violations.clear();
      violations.putAll(before);
      note(rule, whole);
    }
    return whole;
  }

  private BitSet simple(Rule rule, List<JsonNode> conditions) {
    JsonNode requirement = rule.requirement();
    BitSet bad = new BitSet();
    switch (FocusFunctions.nameOf(requirement)) {
      case "ColumnPresent" ->
          bad.set(data.rows().size(), !data.has(requirement.path("ColumnName").asText()));
      case "CheckDistinctCount" -> bad.or(severalOf(requirement, conditions));
      default -> {
        for (int row = 0; row < data.rows().size(); row++) {
          bad.set(row, meets(conditions, row) && !functions.holds(requirement, row));
        }
      }
    }
    for (String attribute : attributes(requirement)) {
      checkFormAttribute(model.rule(attribute));
    }
    return bad;
  }

  private Set<String> attributes(JsonNode check) {
    String name = FocusFunctions.nameOf(check);
    if (!model.functions().containsKey(name)) {
      throw new NotUnderstood("function " + name);
    }
    return Set.copyOf(model.functions().get(name));
  }

  private BitSet severalOf(JsonNode check, List<JsonNode> conditions) {
    String one = check.path("ColumnAName").asText();
    String other = check.path("ColumnBName").asText();
    Map<String, Set<String>> seen = new HashMap<>();
    BitSet bad = new BitSet();
    for (int row = 0; row < data.rows().size(); row++) {
      String value = data.cell(row, one);
      if (value != null && meets(conditions, row)) {
        Set<String> others = seen.computeIfAbsent(value, v -> new HashSet<>());
        others.add(Objects.requireNonNullElse(data.cell(row, other), ""));
        bad.set(row, others.size() > check.path("ExpectedCount").asInt());
      }
    }
    return bad;
  }

  private boolean meets(List<JsonNode> conditions, int row) {
    return conditions.stream().allMatch(condition -> functions.holds(condition, row));
  }

  private void holdsAnywhere(Rule rule, List<JsonNode> conditions) {
    String name = FocusFunctions.nameOf(rule.requirement());
    if (!name.equals("ColumnPresent") && !name.equals("CheckModelRule")) {
      meets(conditions, 0);
      functions.holds(rule.requirement(), 0);
    }
  }

  private BitSet inWords(Rule rule, List<JsonNode> conditions) {
    BitSet bad = new BitSet();
    if (FocusWords.ROWS.containsKey(rule.id())) {
      checked.add(rule.id());
      noteMet(rule, conditions);
      for (int row = 0; row < data.rows().size(); row++) {
        bad.set(
            row,
            meets(conditions, row) && !FocusWords.ROWS.get(rule.id()).test(data.rows().get(row)));
      }
    } else if (FocusWords.ONE_TO_ONE.containsKey(rule.id())) {
      checked.add(rule.id());
      noteMet(rule, conditions);
      List<String> columns = FocusWords.ONE_TO_ONE.get(rule.id());
      bad.set(
          data.rows().size(),
          !FocusWords.severalOf(data, columns.getFirst(), columns.getLast()).isEmpty());
    } else {
      leaveOut(rule, rule.isPermission() ? "permission" : IN_WORDS);
    }
    return noted(rule, bad);
  }

  private void checkHeader() {
    Set<String> ofFocus =
        model.rules().values().stream()
            .filter(rule -> rule.entity().equals("Column"))
            .map(Rule::reference)
            .collect(Collectors.toSet());
    FocusWords.headerFaults(data.columns(), ofFocus)
        .forEach((id, column) -> violations.put(id, "column " + column));
  }

  /** A rule of a form is checked where a column has that form. */
  private void checkFormAttribute(Rule rule) {
    if (rule.isComposite()) {
      checked.add(rule.id());
      for (JsonNode item : rule.requirement().path("Items")) {
        checkFormAttribute(model.rule(item.path("ModelRuleId").asText()));
      }
    } else if (ATTRIBUTES_CHECKED.contains(rule.id())) {
      checked.add(rule.id());
    } else {
      notApplicable.putIfAbsent(rule.id(), rule.isPermission() ? "permission" : IN_WORDS);
    }
  }

  /** What nothing refers to. */
  private void checkAttribute(Rule rule) {
    if (checked.contains(rule.id()) || notApplicable.containsKey(rule.id())) {
      return;
    }
    if (!rule.entity().equals("Attribute")) {
      throw new NotUnderstood("nothing leads to " + rule.id());
    }
    String reason = reasonAgainst(rule);
    if (reason == null) {
      checkFormAttribute(rule);
    } else {
      leaveOut(rule, reason);
    }
  }

  private BitSet noted(Rule rule, BitSet bad) {
    note(rule, bad);
    return bad;
  }

  private void note(Rule rule, BitSet bad) {
    if (!bad.isEmpty()) {
      int row = bad.nextSetBit(0);
      String cell = row < data.rows().size() ? " '" + data.cell(row, rule.reference()) + "'" : "";
      violations.putIfAbsent(
          rule.id(),
          "%d times, row %d%s: %s".formatted(bad.cardinality(), row, cell, rule.words()));
    }
  }
}
