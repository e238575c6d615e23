package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * A key and value that a caller hung on a usage. In the graph it is one text, {@code key=value}.
 */
@Description("A key and value that a caller hung on a usage.")
public record Tag(@NonNull String key, @NonNull String value) {

  /** {@return the tag that {@link #text} gave} */
  public static Tag of(String text) {
    int split = text.indexOf('=');
    return new Tag(text.substring(0, split), text.substring(split + 1));
  }

  /** {@return {@code key=value}; a key holds no equals sign} */
  public String text() {
    return key + "=" + value;
  }
}
