package dev.costgraph.pricing;

/**
 * A name of somebody's own for a model, such as a deployment at Azure.
 *
 * @param provider where the name is used, e.g. {@code azure}
 * @param name e.g. {@code our-assistant}; it goes before a model of that id
 * @param model the model it stands for: an id at the provider, or {@code provider/id} to be priced
 *     as at another, e.g. {@code openai/gpt-4o}
 */
public record ModelAlias(String provider, String name, String model) {

  /**
   * Reads {@code provider/name=model}, e.g. {@code azure/our-assistant=openai/gpt-4o}.
   *
   * @throws IllegalArgumentException when it is not of this form; the message says so
   */
  static ModelAlias parse(String text) {
    int equals = text.indexOf('=');
    int slash = text.indexOf('/');
    if (slash < 1 || equals < slash + 2 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "COSTGRAPH_MODEL_NAMES has '%s', not provider/name=model, e.g. %s"
              .formatted(text, "azure/our-assistant=openai/gpt-4o"));
    }
    return new ModelAlias(
        text.substring(0, slash).strip(),
        text.substring(slash + 1, equals).strip(),
        text.substring(equals + 1).strip());
  }
}
