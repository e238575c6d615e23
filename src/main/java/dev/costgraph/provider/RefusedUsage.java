package dev.costgraph.provider;

import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.provider.ProviderUsage.Reason;
import dev.costgraph.provider.ProviderUsage.Refused;

/** A usage object that cannot be booked. */
final class RefusedUsage extends RuntimeException {

  private static final String WAY_OUT =
      "; send the provider's object unchanged, or give tokens instead";

  private final Refused refusal;

  private RefusedUsage(Reason reason, String path, String message) {
    super(message, null, false, false);
    this.refusal = new Refused(reason, path, message);
  }

  Refused refusal() {
    return refusal;
  }

  static RefusedUsage jsonTooLarge(int length) {
    return new RefusedUsage(
        Reason.JSON_TOO_LARGE,
        "$",
        "the JSON has %d characters, at most %d: send the usage object alone, not the response"
            .formatted(length, Limits.PROVIDER_USAGE_CHARS_MAX));
  }

  static RefusedUsage unreadable(String what, long line, long column) {
    return new RefusedUsage(
        Reason.UNREADABLE_JSON,
        "$",
        "the JSON is unreadable at line %d, column %d: %s%s"
            .formatted(line, column, Text.shown(what), WAY_OUT));
  }

  /**
   * @param what completes "iterations …", e.g. "is a text, not a list"
   */
  static RefusedUsage wrongShape(String path, String what) {
    return new RefusedUsage(Reason.WRONG_SHAPE, path, "%s %s%s".formatted(path, what, WAY_OUT));
  }

  static RefusedUsage ofAnotherApi(String path, ProviderApi api, String others) {
    return new RefusedUsage(
        Reason.WRONG_SHAPE,
        path,
        "%s is not of the form of %s: send the object with api %s".formatted(path, api, others));
  }

  static RefusedUsage around(String path) {
    return new RefusedUsage(
        Reason.WRONG_SHAPE,
        path,
        ("%s is a field of a response, not of a usage object: send the usage object that"
                + " it holds, alone")
            .formatted(path));
  }

  static RefusedUsage incomplete(String path, String wayOut) {
    return new RefusedUsage(
        Reason.INCOMPLETE,
        path,
        "%s is missing, so the object is incomplete and is not booked as zero: %s"
            .formatted(path, wayOut));
  }

  static RefusedUsage negative(String path, String value) {
    return new RefusedUsage(
        Reason.NEGATIVE,
        path,
        "%s is %s, below zero%s".formatted(path, Text.shown(value), WAY_OUT));
  }

  static RefusedUsage notAnInteger(String path, String value) {
    return new RefusedUsage(
        Reason.NOT_AN_INTEGER,
        path,
        "%s is %s, not a whole number%s".formatted(path, Text.shown(value), WAY_OUT));
  }

  static RefusedUsage tooLarge(String path, String value, long max) {
    return new RefusedUsage(
        Reason.TOO_LARGE,
        path,
        "%s is %s, above %d%s".formatted(path, Text.shown(value), max, WAY_OUT));
  }
}
