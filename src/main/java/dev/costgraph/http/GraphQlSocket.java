package dev.costgraph.http;

import dev.costgraph.Limits;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.websocket.GraphQLWebSocketSession;
import io.smallrye.graphql.websocket.graphqltransportws.GraphQLTransportWSSubprotocolHandler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * GraphQL over WebSocket, protocol graphql-transport-ws, in place of SmallRye's own route, which
 * acknowledges a connection_init without a token and has no bound on sockets, operations or what
 * waits for a slow reader. The close codes are those of the protocol, and 1013 for "later".
 */
@ApplicationScoped
class GraphQlSocket {

  private static final Logger LOG = Logger.getLogger(GraphQlSocket.class);

  private final Access access;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  GraphQlSocket(Access access) {
    this.access = access;
  }

  void register(
      @Observes Router router, CurrentIdentityAssociation identity, CurrentVertxRequest current) {
    Upgrade upgrade = new Upgrade(identity, current);
    router.get("/graphql").order(GraphQlRoute.ORDER).handler(upgrade);
  }

  /** Accepts the upgrade and binds the socket's events to a {@link Connection}. */
  private final class Upgrade extends SmallRyeGraphQLAbstractHandler {

    Upgrade(CurrentIdentityAssociation identity, CurrentVertxRequest current) {
      super(identity, current, false);
    }

    @Override
    protected void doHandle(RoutingContext context) {
      Map<String, Object> operation = getMetaData(context);
      operation.put(Role.KEY, context.get(Role.KEY, Role.NONE));
      context
          .request()
          .toWebSocket()
          .onSuccess(socket -> accept(context, socket, operation))
          .onFailure(failure -> LOG.debug("WebSocket upgrade failed", failure));
    }
  }

  private void accept(
      RoutingContext context, ServerWebSocket socket, Map<String, Object> operation) {
    if (socket.subProtocol() == null) {
      socket.close((short) 4406, "Subprotocol not acceptable: use graphql-transport-ws");
      return;
    }
    if (open.size() >= Limits.SOCKETS_MAX) {
      socket.close((short) 1013, "%d connections are open".formatted(Limits.SOCKETS_MAX));
      return;
    }
    socket.setWriteQueueMaxSize(Limits.SOCKET_BACKLOG_BYTES_MAX);
    Connection connection = new Connection(new Session(socket), operation);
    open.add(connection);
    long timer =
        context
            .vertx()
            .setTimer(Limits.SOCKET_INIT_MS_MAX, fired -> connection.closeUnlessInitialised());
    socket.closeHandler(
        closed -> {
          context.vertx().cancelTimer(timer);
          open.remove(connection);
          connection.onClose();
        });
    socket.exceptionHandler(
        failure -> {
          // a tab that is closed says no goodbye; closeHandler tidies up
          if (!(failure instanceof HttpClosedException)) {
            connection.onThrowable(failure);
          }
        });
    socket.textMessageHandler(connection::receive);
  }

  private int operationsRunning() {
    return open.stream().mapToInt(Connection::operations).sum();
  }

  /** One socket and what runs on it. */
  private final class Connection extends GraphQLTransportWSSubprotocolHandler {

    private final Map<String, Object> operation;

    Connection(GraphQLWebSocketSession session, Map<String, Object> operation) {
      super(session, operation);
      this.operation = operation;
    }

    int operations() {
      return activeOperations.size();
    }

    void closeUnlessInitialised() {
      if (!connectionInitialized.get()) {
        session.close((short) 4408, "Connection initialisation timeout");
      }
    }

    /** A message of the wrong form ends the connection; SmallRye would fail on a null. */
    void receive(String text) {
      try {
        onMessage(text);
      } catch (RuntimeException e) {
        LOG.debug("Unreadable GraphQL message", e);
        session.close((short) 4400, "Not a message of graphql-transport-ws");
      }
    }

    @Override
    protected void onMessage(@Nullable JsonObject message) {
      if (message == null) {
        return;
      }
      switch (message.getString("type")) {
        case "connection_init" -> initialise(message);
        case "subscribe" -> subscribe(message);
        default -> super.onMessage(message);
      }
    }

    private void initialise(JsonObject message) {
      if (message.get("payload") instanceof JsonObject payload
          && payload.get("Authorization") instanceof JsonString authorization) {
        operation.put(Role.KEY, access.roleOf(authorization.getString()));
        if (operation.get(Role.KEY) == Role.NONE) {
          session.close((short) 4403, "Forbidden: the token is not known");
          return;
        }
      }
      if (operation.get(Role.KEY) == Role.NONE) {
        session.close((short) 4401, "Unauthorized: connection_init needs an Authorization");
        return;
      }
      super.onMessage(Json.createObjectBuilder().add("type", "connection_init").build());
    }

    private void subscribe(JsonObject message) {
      String id = message.getString("id");
      Refusal refusal = GraphQlRoute.check(message.getJsonObject("payload"));
      if (refusal == null && operationsRunning() >= Limits.SUBSCRIPTIONS_MAX) {
        refusal =
            new Refusal(
                503,
                "TOO_MANY_SUBSCRIPTIONS",
                "%d operations are running on all connections; complete one or try later"
                    .formatted(Limits.SUBSCRIPTIONS_MAX));
      }
      if (refusal == null || !connectionInitialized.get()) {
        super.onMessage(message);
      } else {
        sendError(id, refusal);
      }
    }

    /** SmallRye forgets to end the operation here, and its id could not be used again. */
    @Override
    protected void sendErrorMessage(String id, ExecutionResponse response) throws IOException {
      activeOperations.remove(id);
      if (Errors.isUnparseable(response.getExecutionResult())) {
        sendError(id, new Refusal(400, "BAD_QUERY", "the document is not GraphQL"));
      } else {
        super.sendErrorMessage(id, response);
      }
    }

    private void sendError(String id, Refusal refusal) {
      try (var reader = Json.createReader(new StringReader(refusal.body().encode()))) {
        session.sendMessage(
            Json.createObjectBuilder()
                .add("id", id)
                .add("type", "error")
                .add("payload", reader.readObject().getJsonArray("errors"))
                .build()
                .toString());
      } catch (IOException e) {
        onThrowable(e);
      }
    }
  }

  /**
   * A socket that gives up on a reader which does not read: SmallRye asks for the next event as
   * soon as one is written, so the events would pile up in memory. Subscriptions resume by
   * sequence.
   */
  private record Session(ServerWebSocket socket) implements GraphQLWebSocketSession {

    @Override
    public void sendMessage(String message) {
      if (socket.isClosed()) {
        return;
      }
      if (socket.writeQueueFull()) {
        close((short) 1013, "Too slow: connect again and resume");
      } else {
        socket.writeTextMessage(message);
      }
    }

    /** A close frame holds 123 bytes; SmallRye's reason may be the whole message of a parser. */
    @Override
    public void close(short status, String reason) {
      if (!socket.isClosed()) {
        socket.close(status, status == 4400 ? "Not a message of graphql-transport-ws" : reason);
      }
    }

    @Override
    public boolean isClosed() {
      return socket.isClosed();
    }
  }
}
