package dev.costgraph.http;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import io.smallrye.graphql.scalar.GraphQLScalarTypes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the scalar DateTime check what comes in. SmallRye's takes any string and fails later, when
 * it builds the argument, with a message that quotes the whole input and names a Java class.
 */
final class DateTimes {

  private DateTimes() {}

  /**
   * Takes the place of SmallRye's scalar before it builds a schema. A scalar exchanged afterwards
   * makes every type that names it anew, and some places go on naming the former ones.
   */
  static void register() {
    String java = Instant.class.getName();
    GraphQLScalarType scalar = GraphQLScalarTypes.getScalarByClassName(java);
    if (!(scalar.getCoercing() instanceof Checked)) {
      GraphQLScalarTypes.registerCustomScalar(
          scalar.getName(),
          java,
          scalar.transform(copy -> copy.coercing(new Checked(scalar.getCoercing()))));
    }
  }

  /** {@return why the text is not an instant; null where it is one} */
  static @Nullable String complaint(@Nullable Object value) {
    if (value instanceof Instant) {
      return null;
    }
    if (value instanceof String text) {
      try {
        Instant.parse(text);
        return null;
      } catch (DateTimeException e) {
        String start = text.substring(0, Math.min(text.length(), 40));
        return "'%s' is not an ISO-8601 instant such as 2026-11-01T00:00:00Z".formatted(start);
      }
    }
    return "a DateTime is a string such as \"2026-11-01T00:00:00Z\"";
  }

  private record Checked(Coercing<?, ?> smallRye) implements Coercing<Object, Object> {

    private static final Map<String, Object> CODE = Map.of("code", "BAD_DATE_TIME");

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      String complaint = complaint(input);
      if (complaint != null) {
        throw CoercingParseValueException.newCoercingParseValueException()
            .message(complaint)
            .extensions(CODE)
            .build();
      }
      return input;
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      String text = input instanceof StringValue string ? string.getValue() : null;
      String complaint = complaint(text);
      if (text == null || complaint != null) {
        throw CoercingParseLiteralException.newCoercingParseLiteralException()
            .message(complaint)
            .extensions(CODE)
            .build();
      }
      return text;
    }

    @Override
    public @Nullable Object serialize(Object result, GraphQLContext context, Locale locale) {
      return smallRye.serialize(result, context, locale);
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return smallRye.valueToLiteral(input, context, locale);
    }
  }
}
