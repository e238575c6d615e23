package dev.costgraph;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers that are sent compressed. */
public final class Gzip {

  private Gzip() {}

  /**
   * {@return whether the caller takes gzip}
   *
   * @param header Accept-Encoding; null where there is none
   */
  public static boolean isAccepted(@Nullable String header) {
    return header != null
        && Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
            .map(coding -> coding.replace(" ", ""))
            .anyMatch(
                coding ->
                    coding.equals("gzip")
                        || (coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?")));
  }
}
