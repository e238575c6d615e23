package dev.costgraph.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rules that the model has in words only and that a file can show: written out here by hand. */
final class FocusWords {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FocusWords() {}

  /** Rules of one row, by id. */
  static final Map<String, Predicate<Map<String, String>>> ROWS =
      Map.ofEntries(
          Map.entry("BillingPeriodStart-C-004-M", FocusWords::isBilledByTheMonth),
          Map.entry("BillingPeriodEnd-C-004-M", FocusWords::isBilledByTheMonth),
          Map.entry(
              "ChargePeriodStart-C-004-M",
              r -> isBefore(r, "ChargePeriodStart", "ChargePeriodEnd")),
          Map.entry(
              "ChargePeriodEnd-C-004-M", r -> isBefore(r, "ChargePeriodStart", "ChargePeriodEnd")),
          Map.entry("ChargeClass-C-003-C", r -> isCorrection(r) || isWithinBilling(r)),
          Map.entry("ChargeClass-C-004-C", r -> !isCorrection(r) || isBeforeBilling(r)),
          Map.entry("ConsumedQuantity-C-008-C", r -> isDecimalOrNull(r.get("ConsumedQuantity"))),
          Map.entry(
              "PricingQuantity-C-009-C",
              r ->
                  isCorrection(r)
                      || (isProduct(r, "ContractedUnitPrice", "ContractedCost")
                          && isProduct(r, "ListUnitPrice", "ListCost"))),
          Map.entry(
              "ContractedCost-C-009-C",
              r -> isCorrection(r) || isProduct(r, "ContractedUnitPrice", "ContractedCost")),
          Map.entry(
              "ContractedCost-C-008-C",
              r ->
                  r.get("ContractedUnitPrice") != null
                      || isSame(r, "ContractedCost", "BilledCost")),
          Map.entry(
              "ListCost-C-008-C",
              r -> r.get("ListUnitPrice") != null || isSame(r, "ListCost", "BilledCost")),
          Map.entry("EffectiveCost-C-010-C", r -> isSame(r, "EffectiveCost", "BilledCost")),
          Map.entry(
              "PricingCurrencyContractedUnitPrice-C-005-C",
              r -> isCorrection(r) || r.get("PricingCurrencyContractedUnitPrice") != null),
          Map.entry(
              "PricingCurrencyContractedUnitPrice-C-008-C",
              r -> isNotNegative(r.get("PricingCurrencyContractedUnitPrice"))),
          Map.entry(
              "SkuPriceDetails-C-017-C", r -> keys(r).stream().allMatch(k -> k.startsWith("x_"))),
          Map.entry(
              "SkuPriceDetails-C-002-O",
              r -> keys(r).stream().allMatch(k -> k.matches("(x_)?([A-Z][a-z0-9]*)+"))));

  /** Rules that a value of one column goes with one value of another, by id. */
  static final Map<String, List<String>> ONE_TO_ONE =
      Map.of(
          "SkuMeter-C-006-O", List.of("SkuId", "SkuMeter"),
          "SkuPriceDetails-C-007-M", List.of("SkuPriceId", "SkuPriceDetails"),
          "SkuPriceId-C-014-C", List.of("SkuPriceId", "ListUnitPrice"),
          "SkuPriceId-C-015-C", List.of("SkuPriceId", "ContractedUnitPrice"),
          "PricingUnit-C-008-M", List.of("SkuPriceId", "PricingUnit"));

  /**
   * Prices in the currency of billing: where they were converted, that of the list is looked at.
   */
  private static final Set<String> CONVERTED = Set.of("ListUnitPrice", "ContractedUnitPrice");

  /** {@return the values of a column that go with several of another} */
  static List<String> severalOf(FocusData data, String column, String other) {
    Map<String, Set<String>> seen = new LinkedHashMap<>();
    for (Map<String, String> row : data.rows()) {
      String value = row.get(column);
      boolean converted =
          CONVERTED.contains(other) && !isSame(row, "PricingCurrency", "BillingCurrency");
      String with = row.get(converted ? "PricingCurrency" + other : other);
      if (value != null && with != null) {
        seen.computeIfAbsent(value, v -> new HashSet<>()).add(with);
      }
    }
    List<String> several = new ArrayList<>();
    seen.forEach(
        (value, others) -> {
          if (others.size() > 1) {
            several.add(value + ": " + others);
          }
        });
    return several;
  }

  /** {@return what is wrong with the names and the order of columns} */
  static Map<String, String> headerFaults(List<String> columns, Set<String> ofFocus) {
    Map<String, String> faults = new HashMap<>();
    boolean own = false;
    for (String column : columns) {
      boolean custom = column.startsWith("x_");
      String name = custom ? column.substring(2) : column;
      if (!name.matches("([A-Z][a-z0-9]*)+")) {
        faults.put("ColumnHandling-A-001-M", column);
        if (!name.matches("[A-Za-z0-9]+")) {
          faults.put("ColumnHandling-A-003-M", column);
        }
      }
      if (column.length() > 50) {
        faults.put("ColumnHandling-A-005-O", column);
      }
      if (!custom && !ofFocus.contains(column)) {
        faults.put("ColumnHandling-A-010-M", column);
      }
      if (own && !custom) {
        faults.put("ColumnHandling-A-012-O", column);
        faults.put("ColumnHandling-A-013-O", column);
      }
      own = own || custom;
    }
    return faults;
  }

  private static boolean isCorrection(Map<String, String> row) {
    return Objects.equals(row.get("ChargeClass"), "Correction");
  }

  private static boolean isWithinBilling(Map<String, String> row) {
    return !isTimeBefore(row, "ChargePeriodStart", "BillingPeriodStart")
        && !isTimeBefore(row, "BillingPeriodEnd", "ChargePeriodEnd");
  }

  private static boolean isBeforeBilling(Map<String, String> row) {
    return !isTimeBefore(row, "BillingPeriodStart", "ChargePeriodEnd");
  }

  /** Bills of costgraph are those of a month in UTC, and so are those of the examples. */
  private static boolean isBilledByTheMonth(Map<String, String> row) {
    try {
      OffsetDateTime start = OffsetDateTime.parse(String.valueOf(row.get("BillingPeriodStart")));
      OffsetDateTime end = OffsetDateTime.parse(String.valueOf(row.get("BillingPeriodEnd")));
      OffsetDateTime month =
          start.toInstant().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
      return start.isEqual(month) && end.isEqual(month.plusMonths(1));
    } catch (DateTimeException e) {
      return false; // the rules of forms say so
    }
  }

  private static boolean isBefore(Map<String, String> row, String one, String other) {
    return isTimeBefore(row, one, other);
  }

  private static boolean isTimeBefore(Map<String, String> row, String one, String other) {
    try {
      return OffsetDateTime.parse(String.valueOf(row.get(one)))
          .isBefore(OffsetDateTime.parse(String.valueOf(row.get(other))));
    } catch (DateTimeException e) {
      return false; // the rules of forms say so
    }
  }

  private static boolean isDecimalOrNull(@Nullable String cell) {
    return cell == null || FocusFunctions.isDecimal(cell);
  }

  private static boolean isNotNegative(@Nullable String cell) {
    return cell == null || (FocusFunctions.isDecimal(cell) && new BigDecimal(cell).signum() >= 0);
  }

  private static boolean isProduct(Map<String, String> row, String price, String cost) {
    String one = row.get(price);
    String quantity = row.get("PricingQuantity");
    String product = row.get(cost);
    if (one == null || quantity == null || product == null) {
      return true;
    }
    return isDecimalOrNull(one)
        && isDecimalOrNull(quantity)
        && isDecimalOrNull(product)
        && new BigDecimal(one).multiply(new BigDecimal(quantity)).compareTo(new BigDecimal(product))
            == 0;
  }

  private static boolean isSame(Map<String, String> row, String one, String other) {
    return Objects.equals(row.get(one), row.get(other));
  }

  private static Set<String> keys(Map<String, String> row) {
    String details = row.get("SkuPriceDetails");
    Set<String> keys = new HashSet<>();
    try {
      JsonNode object = details == null ? JSON.createObjectNode() : JSON.readTree(details);
      object.fieldNames().forEachRemaining(keys::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }
}
