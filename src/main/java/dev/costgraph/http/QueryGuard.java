package dev.costgraph.http;

import dev.costgraph.Limits;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.ResultNodesInfo;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.DocumentAndVariables;
import graphql.execution.instrumentation.Instrumentation;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.execution.instrumentation.parameters.InstrumentationValidationParameters;
import graphql.language.OperationDefinition.Operation;
import graphql.parser.ParserOptions;
import graphql.validation.ValidationError;
import io.smallrye.graphql.spi.EventingService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one place every operation passes on its way into the API, over HTTP and WebSocket alike: its
 * size before it is validated, its caller's role before it runs, its errors before they leave.
 *
 * <p>SmallRye finds it in {@code META-INF/services}: the CDI event of the same name would have to
 * be switched on, and then fires for every field of every answer.
 */
public final class QueryGuard implements EventingService {

  /** SmallRye makes one before it builds the schema. */
  public QueryGuard() {
    DateTimes.register();
  }

  /** No key: a setting cannot switch the guard off. */
  @Override
  public @Nullable String getConfigKey() {
    return null;
  }

  /**
   * Puts the guard in front of SmallRye's own instrumentation. SmallRye's settings {@code parser-*}
   * change the options for schemas, not those for operations, so they are set here, for the JVM.
   */
  @Override
  public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
    ParserOptions.setDefaultOperationParserOptions(
        ParserOptions.getDefaultOperationParserOptions()
            .transform(
                options ->
                    options
                        .maxTokens(Limits.QUERY_TOKENS_MAX)
                        .maxCharacters(Limits.QUERY_CHARS_MAX)));
    GraphQL smallRye = builder.build();
    return builder.instrumentation(new Chain(List.of(new Guard(), smallRye.getInstrumentation())));
  }

  /** SmallRye's own instrumentation keeps every valid document parsed, however long. */
  private static final class Chain extends ChainedInstrumentation {

    Chain(List<Instrumentation> chain) {
      super(chain);
    }

    @Override
    public @Nullable InstrumentationContext<List<ValidationError>> beginValidation(
        InstrumentationValidationParameters parameters, InstrumentationState state) {
      return parameters.getExecutionInput().getQuery().length() > Limits.QUERY_CACHED_CHARS_MAX
          ? SimpleInstrumentationContext.noOp()
          : super.beginValidation(parameters, state);
    }
  }

  private static final class Guard extends SimplePerformantInstrumentation {

    /** Called once for a document that is not cached; a cached one has passed. */
    @Override
    public DocumentAndVariables instrumentDocumentAndVariables(
        DocumentAndVariables request,
        InstrumentationExecutionParameters parameters,
        InstrumentationState state) {
      Refusal refusal = QueryShape.refusal(request.getDocument());
      if (refusal != null) {
        throw new Refused(refusal);
      }
      return request;
    }

    @Override
    public ExecutionContext instrumentExecutionContext(
        ExecutionContext execution,
        InstrumentationExecutionParameters parameters,
        InstrumentationState state) {
      Role role = execution.getGraphQLContext().getOrDefault(Role.KEY, Role.NONE);
      if (role == Role.NONE) {
        throw new Refused(new Refusal(401, "UNAUTHORIZED", "a token is needed"));
      }
      boolean writes = execution.getOperationDefinition().getOperation() == Operation.MUTATION;
      if (writes && role != Role.WRITER) {
        throw new Refused(new Refusal(403, "FORBIDDEN", "the read-only token may not write"));
      }
      execution.getGraphQLContext().put(ResultNodesInfo.MAX_RESULT_NODES, Limits.RESULT_NODES_MAX);
      return execution;
    }

    @Override
    public CompletableFuture<ExecutionResult> instrumentExecutionResult(
        ExecutionResult result,
        InstrumentationExecutionParameters parameters,
        InstrumentationState state) {
      ResultNodesInfo nodes = parameters.getGraphQLContext().get(ResultNodesInfo.RESULT_NODES_INFO);
      if (nodes != null && nodes.isMaxResultNodesExceeded()) {
        return CompletableFuture.completedFuture(
            new Refused(
                    new Refusal(
                        400,
                        "RESULT_TOO_LARGE",
                        "the answer has more than %,d values; ask for fewer fields or smaller pages"
                            .formatted(Limits.RESULT_NODES_MAX)))
                .toExecutionResult());
      }
      if (result.getErrors().isEmpty()) {
        return CompletableFuture.completedFuture(result);
      }
      List<GraphQLError> errors = result.getErrors().stream().map(Errors::coded).toList();
      return CompletableFuture.completedFuture(
          ExecutionResultImpl.newExecutionResult().from(result).errors(errors).build());
    }
  }

  /** Ends an operation with a code; no stack, it is an answer. */
  private static final class Refused extends AbortExecutionException {

    private final transient Refusal refusal;

    Refused(Refusal refusal) {
      super(refusal.message());
      this.refusal = refusal;
    }

    @Override
    public ErrorType getErrorType() {
      return ErrorType.ValidationError;
    }

    @Override
    public Map<String, Object> getExtensions() {
      return Map.of("code", refusal.code());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
