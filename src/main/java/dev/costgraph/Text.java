package dev.costgraph;

/** What texts from outside may be like, and how answers show them. */
public final class Text {

  private Text() {}

  /** {@return whether a text has such a length, no control characters and no half of a pair} */
  public static boolean fits(String value, int lengthMin, int lengthMax) {
    return value.length() >= lengthMin
        && value.length() <= lengthMax
        && value
            .codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  /** {@return what of a bad value an answer shows: its first 40 characters, controls as a dot} */
  public static String shown(String value) {
    String start = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return start.replaceAll("\\p{Cntrl}", "·");
  }
}
