package dev.costgraph;

import java.time.zone.ZoneRulesProvider;
import java.util.Currency;

/** The form of ids and names in operations; a bad one is a {@link BadRequest}. */
public final class Texts {

  private Texts() {}

  public static String requireId(String field, String value) {
    return require(field, value, Limits.ID_LENGTH_MAX);
  }

  public static String requireText(String field, String value) {
    return require(field, value, Limits.TEXT_LENGTH_MAX);
  }

  public static String requireZone(String field, String zone) {
    if (!ZoneRulesProvider.getAvailableZoneIds().contains(zone)) {
      throw invalid(field, "%s '%s' is no IANA zone, e.g. Europe/Paris", zone);
    }
    return zone;
  }

  public static String requireCurrency(String field, String currency) {
    if (!isCurrency(currency)) {
      throw invalid(field, "%s '%s' is no ISO 4217 currency, e.g. EUR", currency);
    }
    return currency;
  }

  /** {@return whether it is the code of an ISO 4217 currency} */
  public static boolean isCurrency(String code) {
    try {
      return Currency.getInstance(code).getCurrencyCode().equals(code);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String require(String field, String value, int lengthMax) {
    if (!Text.fits(value, 1, lengthMax)) {
      throw invalid(
          field,
          "%s '%s' is not 1 to " + lengthMax + " characters without control characters",
          value);
    }
    return value;
  }

  private static BadRequest invalid(String field, String message, String value) {
    return new BadRequest(
        BadRequest.Code.INVALID_VALUE, field, message.formatted(field, Text.shown(value)));
  }
}
