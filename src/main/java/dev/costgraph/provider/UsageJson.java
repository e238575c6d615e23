package dev.costgraph.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.costgraph.Limits;
import dev.costgraph.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object inside a usage object, by its path. A field that is null is one that is not there. Each
 * field that is asked for is known; what nobody asked for and could be billed is warned of.
 */
final class UsageJson {

  /** Words in a path that stand for something that a provider may bill. */
  private static final Pattern BILLABLE =
      Pattern.compile(
          "token|tool|search|request|unit|page|image|audio|second|character",
          Pattern.CASE_INSENSITIVE);

  private static final int PATH_SHOWN_MAX = 100;

  private final String path;
  private final JsonNode object;
  private final Findings found;

  private UsageJson(String path, JsonNode object, Findings found) {
    this.path = path;
    this.object = object;
    this.found = found;
  }

  /**
   * @throws RefusedUsage when the JSON is not an object
   */
  static UsageJson of(JsonNode json, Findings found) {
    if (!json.isObject()) {
      throw RefusedUsage.wrongShape("$", "is %s, not an object".formatted(kindOf(json)));
    }
    return new UsageJson("", json, found);
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** {@return the first of the names that is stated; the first when none is} */
  String stated(List<String> names) {
    for (String name : names) {
      if (has(name)) {
        return name;
      }
    }
    return names.getFirst();
  }

  /** Fields that only tell more of what other fields count. */
  void information(String... names) {
    for (String name : names) {
      found.known(pathOf(name));
    }
  }

  /**
   * {@return the count; null when it is not stated}
   *
   * @throws RefusedUsage when it is not a whole number from 0 to {@link Limits#TOKENS_MAX}
   */
  @Nullable Long count(String name) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw RefusedUsage.notAnInteger(pathOf(name), kindOf(value));
    }
    BigDecimal number = value.decimalValue();
    if (number.signum() < 0) {
      throw RefusedUsage.negative(pathOf(name), value.asText());
    }
    if (number.compareTo(BigDecimal.valueOf(Limits.TOKENS_MAX)) > 0) {
      throw RefusedUsage.tooLarge(pathOf(name), value.asText(), Limits.TOKENS_MAX);
    }
    if (number.signum() > 0 && number.stripTrailingZeros().scale() > 0) {
      throw RefusedUsage.notAnInteger(pathOf(name), value.asText());
    }
    return number.longValueExact();
  }

  long countOrZero(String name) {
    Long count = count(name);
    return count == null ? 0 : count;
  }

  /**
   * {@return the count}
   *
   * @param wayOut what to send instead of an object without it
   * @throws RefusedUsage when it is not stated
   */
  long required(String name, String wayOut) {
    Long count = count(name);
    if (count == null) {
      throw RefusedUsage.incomplete(pathOf(name), wayOut);
    }
    return count;
  }

  /**
   * {@return the exact amount of money; null when it is not stated}
   *
   * @param scale decimals of the unit in which it is stated: 2 for cents, 0 for the currency itself
   * @throws RefusedUsage when it is no number, negative, more than 63 bits of nanos hold, or has so
   *     many decimals that nobody can have charged it
   */
  @Nullable BigDecimal amount(String name, int scale) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw RefusedUsage.wrongShape(pathOf(name), "is %s, not a number".formatted(kindOf(value)));
    }
    BigDecimal stated = value.decimalValue();
    if (stated.signum() < 0) {
      throw RefusedUsage.negative(pathOf(name), value.asText());
    }
    if (stated.scale() > Limits.PROVIDER_NUMBER_CHARS_MAX) {
      throw RefusedUsage.wrongShape(
          pathOf(name),
          "is %s, with more than %d decimals"
              .formatted(Text.shown(value.asText()), Limits.PROVIDER_NUMBER_CHARS_MAX));
    }
    if (stated.scale() < -Limits.PROVIDER_NUMBER_CHARS_MAX) {
      throw RefusedUsage.tooLarge(pathOf(name), value.asText(), Limits.AMOUNT_WHOLE_MAX);
    }
    BigDecimal number = stated.scaleByPowerOfTen(-scale);
    if (number.compareTo(BigDecimal.valueOf(Limits.AMOUNT_WHOLE_MAX)) > 0) {
      throw RefusedUsage.tooLarge(pathOf(name), value.asText(), Limits.AMOUNT_WHOLE_MAX);
    }
    return number.signum() == 0 ? BigDecimal.ZERO : number;
  }

  boolean isTrue(String name) {
    JsonNode value = field(name);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  /**
   * {@return a text, or the text of an enum's number; null when it is not stated or empty}
   *
   * @throws RefusedUsage when it is neither, or cannot be the name of anything
   */
  @Nullable String label(String name) {
    JsonNode value = field(name);
    if (value == null || (value.isTextual() && value.asText().isEmpty())) {
      return null;
    }
    boolean label = value.isTextual() || value.isIntegralNumber();
    if (!label || !Text.fits(value.asText(), 1, Limits.TEXT_LENGTH_MAX)) {
      throw RefusedUsage.wrongShape(
          pathOf(name),
          "is %s, not a text of 1 to %d characters without control characters"
              .formatted(kindOf(value), Limits.TEXT_LENGTH_MAX));
    }
    return value.asText();
  }

  /** {@return the object inside; an empty one when it is not stated} */
  UsageJson inside(String name) {
    JsonNode value = field(name);
    if (value == null) {
      return new UsageJson(pathOf(name), JsonNodeFactory.instance.objectNode(), found);
    }
    if (!value.isObject()) {
      throw RefusedUsage.wrongShape(pathOf(name), "is %s, not an object".formatted(kindOf(value)));
    }
    return new UsageJson(pathOf(name), value, found);
  }

  /** {@return the objects of the list; none when it is not stated} */
  List<UsageJson> list(String name) {
    JsonNode value = field(name);
    List<UsageJson> objects = new ArrayList<>();
    if (value == null) {
      return objects;
    }
    if (!value.isArray()) {
      throw RefusedUsage.wrongShape(pathOf(name), "is %s, not a list".formatted(kindOf(value)));
    }
    for (JsonNode element : value) {
      String at = "%s[%d]".formatted(pathOf(name), objects.size());
      if (!element.isObject()) {
        throw RefusedUsage.wrongShape(at, "is %s, not an object".formatted(kindOf(element)));
      }
      objects.add(new UsageJson(at, element, found));
    }
    return objects;
  }

  /** Warns of every number that is not zero, could be billed, and was not asked for. */
  void warnOfUnknown() {
    warnOfUnknown(path, object);
  }

  private void warnOfUnknown(String at, JsonNode node) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String inner = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
        warnOfUnknown(inner, field.getValue());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        warnOfUnknown("%s[%d]".formatted(at, i), node.get(i));
      }
    } else if (node.isNumber()
        && node.decimalValue().signum() != 0
        && !found.isKnown(at)
        && BILLABLE.matcher(at).find()) {
      found.warn(
          "%s is %s, which is not known: nothing is booked for it"
              .formatted(shownPath(at), Text.shown(node.asText())));
    }
  }

  private @Nullable JsonNode field(String name) {
    found.known(pathOf(name));
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** {@return a path made of keys that anybody may have chosen} */
  private static String shownPath(String at) {
    String start = at.length() > PATH_SHOWN_MAX ? at.substring(0, PATH_SHOWN_MAX) + "…" : at;
    return start.replaceAll("\\p{Cntrl}", "·");
  }

  private static String kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "the text '%s'".formatted(Text.shown(value.asText()));
      case NUMBER, BOOLEAN, NULL -> Text.shown(value.asText());
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
