package dev.costgraph.pricing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which callers write the id of a model, taken apart. Plain text, in lower case: what a
 * name means is decided by {@link ModelIndex}, which knows what there is.
 */
final class ModelNames {

  private static final String FINE_TUNED = "ft:";

  private static final String GLOBAL = "global";

  /** Bedrock's inference profiles of a geography. */
  private static final List<String> REGIONS =
      List.of("us", "eu", "apac", "au", "jp", "ca", "us-gov");

  private ModelNames() {}

  /**
   * A shorter form of a name.
   *
   * @param rule for people
   * @param isProfile whether the name had a region
   */
  record Form(String name, String rule, boolean isProfile) {}

  static boolean isFineTuned(String name) {
    return name.startsWith(FINE_TUNED);
  }

  /**
   * {@return the base of a fine-tuned model, with the prefix under which tables list its price,
   * e.g. {@code ft:gpt-4o-2024-08-06} of {@code ft:gpt-4o-2024-08-06:acme::id}}
   */
  static String fineTunedBase(String name) {
    int end = name.indexOf(':', FINE_TUNED.length());
    return end < 0 ? name : name.substring(0, end);
  }

  /** {@return the name without the prefix of fine-tuned models} */
  static String base(String fineTuned) {
    return fineTuned.substring(FINE_TUNED.length());
  }

  /** {@return what the name may be short of: without resource path, without region} */
  static List<Form> forms(String name) {
    List<Form> forms = new ArrayList<>(2);
    String resource = resource(name);
    if (resource != null) {
      forms.add(new Form(resource, "resource name of " + resource, false));
    }
    int dot = name.indexOf('.');
    if (dot > 0 && name.indexOf('.', dot + 1) > 0 && REGIONS.contains(name.substring(0, dot))) {
      String base = name.substring(dot + 1);
      forms.add(new Form(base, "regional profile of " + base, true));
    }
    return forms;
  }

  /** {@return the names of Bedrock's profiles of a model, wherever it has one} */
  static List<String> profiles(String base) {
    List<String> profiles = new ArrayList<>(List.of(GLOBAL + "." + base));
    REGIONS.forEach(region -> profiles.add(region + "." + base));
    return profiles;
  }

  /**
   * {@return the name without the date of a snapshot at its end, or null when there is none}:
   * {@code -2024-08-06}, {@code -20240806} or {@code @20240806}.
   */
  static @Nullable String undated(String name) {
    int end = name.length();
    int start = end - 11;
    if (start > 0
        && name.charAt(start) == '-'
        && name.charAt(end - 6) == '-'
        && name.charAt(end - 3) == '-'
        && isDay(name.substring(start + 1).replace("-", ""))) {
      return name.substring(0, start);
    }
    start = end - 9;
    return start > 0
            && (name.charAt(start) == '-' || name.charAt(start) == '@')
            && isDay(name.substring(start + 1))
        ? name.substring(0, start)
        : null;
  }

  /** Google's {@code models/x} and {@code publishers/google/models/x}, also within a project. */
  private static @Nullable String resource(String name) {
    String models = "models/";
    int at = name.indexOf(models);
    boolean publisher = name.startsWith("publishers/") || name.contains("/publishers/");
    return at == 0 || (at > 0 && publisher) ? name.substring(at + models.length()) : null;
  }

  /** Whether a text is a day of this century, such as 20240806. */
  private static boolean isDay(String text) {
    if (text.length() != 8 || !text.startsWith("20")) {
      return false;
    }
    for (int i = 0; i < 8; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    int month = Integer.parseInt(text.substring(4, 6));
    int day = Integer.parseInt(text.substring(6));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
}
