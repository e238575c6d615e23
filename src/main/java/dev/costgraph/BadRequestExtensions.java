package dev.costgraph;

import io.smallrye.graphql.api.ErrorExtensionProvider;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.function.Function;

/** Shows the code and the field of a {@link BadRequest} in the error's extensions. */
public abstract class BadRequestExtensions implements ErrorExtensionProvider {

  private final String key;
  private final Function<BadRequest, Object> value;

  BadRequestExtensions(String key, Function<BadRequest, Object> value) {
    this.key = key;
    this.value = value;
  }

  /** {@code extensions.code} */
  public static final class OfCode extends BadRequestExtensions {
    public OfCode() {
      super("code", BadRequest::code);
    }
  }

  /** {@code extensions.field} */
  public static final class OfField extends BadRequestExtensions {
    public OfField() {
      super("field", badRequest -> String.valueOf(badRequest.field()));
    }
  }

  @Override
  public String getKey() {
    return key;
  }

  @Override
  public JsonValue mapValueFrom(Throwable exception) {
    return exception instanceof BadRequest badRequest
        ? Json.createValue(String.valueOf(value.apply(badRequest)))
        : JsonValue.NULL;
  }
}
