package dev.costgraph.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.costgraph.export.FocusModel.NotUnderstood;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the check functions of the model say of one row. A null has a type and a form of its own.
 */
record FocusFunctions(FocusData data) {

  private static final Pattern DATE_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");
  private static final Pattern NUMERIC = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?(E-?\\d+)?");

  /** A quantity, a unit of words or letters and digits, and another per or times it. */
  private static final Pattern UNIT =
      Pattern.compile("([1-9]\\d* )?[A-Z][A-Za-z0-9]*( [A-Z][A-Za-z0-9]*)*([-/][A-Z][A-Za-z]*)?");

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final Map<String, Set<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("AND", Set.of("Items")),
          Map.entry("OR", Set.of("Items")),
          Map.entry("CheckValue", Set.of("ColumnName", "Value")),
          Map.entry("CheckNotValue", Set.of("ColumnName", "Value")),
          Map.entry("CheckSameValue", Set.of("ColumnAName", "ColumnBName")),
          Map.entry("CheckNotSameValue", Set.of("ColumnAName", "ColumnBName")),
          Map.entry("CheckGreaterOrEqualThanValue", Set.of("ColumnName", "Value")),
          Map.entry("CheckDecimalValue", Set.of("ColumnName")),
          Map.entry("CheckNationalCurrency", Set.of("ColumnName")),
          Map.entry("TypeDecimal", Set.of("ColumnName")),
          Map.entry("TypeString", Set.of("ColumnName")),
          Map.entry("TypeDateTime", Set.of("ColumnName", "ExpectedType")),
          Map.entry("FormatDateTime", Set.of("ColumnName")),
          Map.entry("FormatNumeric", Set.of("ColumnName")),
          Map.entry("FormatString", Set.of("ColumnName")),
          Map.entry("FormatUnit", Set.of("ColumnName")),
          Map.entry("FormatCurrency", Set.of("ColumnName")),
          Map.entry("FormatKeyValue", Set.of("ColumnName")),
          Map.entry(
              "ColumnByColumnEqualsColumnValue",
              Set.of("ColumnAName", "ColumnBName", "ResultColumnName")));

  /** Checks of a whole file. */
  private static final Set<String> OF_THE_FILE =
      Set.of("ColumnPresent", "CheckDistinctCount", "CheckModelRule");

  /**
   * Looks at a check and its parts without any data.
   *
   * @throws NotUnderstood as {@link #holds}
   */
  static void requireKnown(JsonNode given) {
    if (given.isEmpty()) {
      return;
    }
    JsonNode check = tidied(given);
    String name = nameOf(check);
    if (!ARGUMENTS.containsKey(name) && !OF_THE_FILE.contains(name)) {
      throw new NotUnderstood("function '%s' in %s".formatted(name, given));
    }
    items(check).forEach(FocusFunctions::requireKnown);
  }

  /** {@return the name of a check} */
  static String nameOf(JsonNode check) {
    return check.path("CheckFunction").asText();
  }

  /**
   * {@return whether a check holds for a row}
   *
   * @throws NotUnderstood for a function or an argument that has no meaning here
   */
  boolean holds(JsonNode given, int row) {
    JsonNode check = tidied(given);
    String name = nameOf(check);
    Set<String> known = ARGUMENTS.get(name);
    if (known == null) {
      throw new NotUnderstood("function '%s' in %s".formatted(name, given));
    }
    for (Map.Entry<String, JsonNode> argument : check.properties()) {
      if (!argument.getKey().equals("CheckFunction") && !known.contains(argument.getKey())) {
        throw new NotUnderstood("argument '%s' of %s".formatted(argument.getKey(), name));
      }
    }
    String cell = cell(check, "ColumnName", row);
    return switch (name) {
      case "AND" -> items(check).stream().allMatch(item -> holds(item, row));
      case "OR" -> items(check).stream().anyMatch(item -> holds(item, row));
      case "CheckValue" -> isValue(cell, check.path("Value"));
      case "CheckNotValue" -> !isValue(cell, check.path("Value"));
      case "CheckSameValue" -> isSame(check, row);
      case "CheckNotSameValue" -> !isSame(check, row);
      case "CheckGreaterOrEqualThanValue" ->
          cell == null
              || (isDecimal(cell)
                  && new BigDecimal(cell).compareTo(check.path("Value").decimalValue()) >= 0);
      case "ColumnByColumnEqualsColumnValue" -> isProduct(check, row);
      default -> cell == null || hasForm(name, cell);
    };
  }

  /**
   * The model has a few slips: a condition with CheckCondition for the column's name, and two with
   * the name of the connective as the key.
   */
  private static JsonNode tidied(JsonNode given) {
    if (given.has("AND") && given.size() == 1) {
      JsonNode items = given.get("AND");
      return JSON.createObjectNode()
          .put("CheckFunction", "AND")
          .set("Items", items.isArray() ? items : JSON.createArrayNode().add(items));
    }
    if (given.has("CheckCondition")) {
      return JSON.createObjectNode()
          .put("CheckFunction", nameOf(given))
          .put("ColumnName", given.path("CheckCondition").asText())
          .set("Value", given.path("Value"));
    }
    return given;
  }

  private static java.util.List<JsonNode> items(JsonNode check) {
    return check.path("Items").valueStream().toList();
  }

  private @Nullable String cell(JsonNode check, String argument, int row) {
    return check.has(argument) ? data.cell(row, check.path(argument).asText()) : null;
  }

  private static boolean isValue(@Nullable String cell, JsonNode value) {
    if (value.isNull()) {
      return cell == null;
    }
    if (value.isNumber()) {
      return cell != null
          && isDecimal(cell)
          && new BigDecimal(cell).compareTo(value.decimalValue()) == 0;
    }
    if (!value.isTextual()) {
      throw new NotUnderstood("value " + value);
    }
    return value.asText().equals(cell);
  }

  private boolean isSame(JsonNode check, int row) {
    return Objects.equals(cell(check, "ColumnAName", row), cell(check, "ColumnBName", row));
  }

  private boolean isProduct(JsonNode check, int row) {
    String one = cell(check, "ColumnAName", row);
    String other = cell(check, "ColumnBName", row);
    String product = cell(check, "ResultColumnName", row);
    if (one == null || other == null || product == null) {
      return true;
    }
    return isDecimal(one)
        && isDecimal(other)
        && isDecimal(product)
        && new BigDecimal(one).multiply(new BigDecimal(other)).compareTo(new BigDecimal(product))
            == 0;
  }

  private static boolean hasForm(String name, String cell) {
    return switch (name) {
      case "CheckDecimalValue", "TypeDecimal" -> isDecimal(cell);
      case "TypeString", "FormatString" -> isText(cell);
      case "TypeDateTime" -> isDateTime(cell);
      case "FormatDateTime" -> DATE_TIME.matcher(cell).matches() && isDateTime(cell);
      case "FormatNumeric" -> NUMERIC.matcher(cell).matches();
      case "FormatUnit" -> UNIT.matcher(cell).matches();
      case "FormatCurrency" -> cell.matches("[A-Z]{3}");
      case "CheckNationalCurrency" -> CURRENCIES.contains(cell);
      case "FormatKeyValue" -> isKeyValue(cell);
      default -> throw new NotUnderstood("function " + name);
    };
  }

  static boolean isDecimal(String cell) {
    try {
      return !new BigDecimal(cell).toString().isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDateTime(String cell) {
    try {
      return OffsetDateTime.parse(cell).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Valid Unicode, not blank, and none of the words that people write for a null. */
  private static boolean isText(String cell) {
    boolean placeholder =
        Set.of("null", "none", "n/a", "not applicable", "nan", "undefined")
            .contains(cell.toLowerCase(java.util.Locale.ROOT));
    return !cell.isBlank()
        && !placeholder
        && cell.codePoints()
            .noneMatch(c -> c == 0xFFFD || Character.getType(c) == Character.SURROGATE);
  }

  private static boolean isKeyValue(String cell) {
    try {
      JsonNode object = JSON.readTree(cell);
      Set<String> names = new HashSet<>();
      object.fieldNames().forEachRemaining(names::add);
      return object.isObject() && names.stream().noneMatch(n -> object.get(n).isContainerNode());
    } catch (IOException e) {
      return false;
    }
  }
}
