package dev.costgraph.http;

import dev.costgraph.BadRequest;
import dev.costgraph.graph.Graph;
import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.InvalidSyntaxError;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives every error of a request a code and keeps the names of classes inside. */
final class Errors {

  private static final Logger LOG = Logger.getLogger(Errors.class);

  private static final String CODE = "code";

  /** SmallRye's words for a document that does not parse; it drops the parser's reason. */
  private static final String UNPARSEABLE = "Unparseable input document";

  /** An input that JSON-B could not bind: the message quotes the whole input and a Java class. */
  private static final Pattern UNBOUND =
      Pattern.compile("argument '(?<name>[^']*)' with value .* is not a valid 'Unknown Scalar.*");

  private Errors() {}

  static boolean isUnparseable(ExecutionResult result) {
    return result.getErrors().size() == 1
        && UNPARSEABLE.equals(result.getErrors().get(0).getMessage());
  }

  /** {@return why the parser refuses the document} */
  static String explainUnparseable(String query) {
    try {
      Parser.parse(query);
      return "the document is not GraphQL, or has too many tokens";
    } catch (InvalidSyntaxException e) {
      InvalidSyntaxError error = e.toInvalidSyntaxError();
      return error.getMessage();
    }
  }

  /** {@return the error with a code; the same one where its exception brings its own} */
  static GraphQLError coded(GraphQLError error) {
    if (error instanceof ExceptionWhileDataFetching fetching) {
      return switch (fetching.getException()) {
        case BadRequest badRequest -> coded(badRequest, error);
        case Throwable e when Graph.isOutage(e) ->
            error(error, "the database does not answer; try again", "UNAVAILABLE");
        default -> error(error, "System error", "INTERNAL");
      };
    }
    if (error.getErrorType() == ErrorType.DataFetchingException || codeOf(error) != null) {
      return error;
    }
    boolean internal =
        error.getErrorType() == ErrorType.ExecutionAborted
            || error.getErrorType() == ErrorType.NullValueInNonNullableField;
    if (internal) {
      LOG.error(error.getMessage(), error instanceof Throwable failure ? failure : null);
    }
    return internal
        ? error(error, "System error", "INTERNAL")
        : error(error, message(error), "BAD_REQUEST");
  }

  private static GraphQLError error(GraphQLError error, String message, String code) {
    return GraphqlErrorBuilder.newError()
        .message("%s", message)
        .locations(error.getLocations() == null ? List.of() : error.getLocations())
        .path(error.getPath())
        .extensions(Map.of(CODE, code))
        .build();
  }

  private static GraphQLError coded(BadRequest badRequest, GraphQLError error) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put(CODE, badRequest.code().name());
    if (badRequest.field() != null) {
      extensions.put("field", badRequest.field());
    }
    BadRequest.Place place = badRequest.place();
    if (place != null) {
      extensions.put("line", place.line());
      extensions.put("column", place.column());
    }
    return GraphqlErrorBuilder.newError()
        .message("%s", badRequest.getMessage())
        .locations(error.getLocations())
        .path(error.getPath())
        .extensions(extensions)
        .build();
  }

  private static String message(GraphQLError error) {
    String message = error.getMessage();
    Matcher unbound = UNBOUND.matcher(message);
    return unbound.find() ? "'%s' cannot be read".formatted(unbound.group("name")) : message;
  }

  private static @Nullable Object codeOf(GraphQLError error) {
    return error.getExtensions() == null ? null : error.getExtensions().get(CODE);
  }
}
