package dev.costgraph;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A graphql-transport-ws client that keeps what it is told, in order. */
public final class SocketClient implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final boolean reads;
  private final WebSocket socket;

  private SocketClient(int port, @Nullable String authorization, boolean reads) {
    this.reads = reads;
    var builder = CLIENT.newWebSocketBuilder().subprotocols("graphql-transport-ws");
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), this).join();
  }

  public static SocketClient open(int port) {
    return new SocketClient(port, null, true);
  }

  public static SocketClient open(int port, String authorization) {
    return new SocketClient(port, authorization, true);
  }

  /** A client that subscribes and then reads nothing. */
  public static SocketClient stalled(int port) {
    return new SocketClient(port, null, false);
  }

  public SocketClient send(String message) {
    socket.sendText(message, true).join();
    return this;
  }

  public SocketClient init() {
    return send("{\"type\":\"connection_init\"}");
  }

  public SocketClient init(String authorization) {
    return send(
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"" + authorization + "\"}}");
  }

  public SocketClient subscribe(String id, String query) {
    return send(
        "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\"}}"
            .formatted(id, query));
  }

  /** Subscribes with an operation of {@code graphql/operations}. */
  public SocketClient subscribe(String id, String operation, JsonObject variables) {
    return send(
        Json.createObjectBuilder()
            .add("id", id)
            .add("type", "subscribe")
            .add("payload", GraphQlClient.payload(operation, variables))
            .build()
            .toString());
  }

  /** The next message or "close <status> <reason>", without pings. */
  public String next() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      String message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        return "nothing";
      }
      if (!message.contains("\"type\":\"ping\"")) {
        return message;
      }
    }
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    if (reads) {
      webSocket.request(Long.MAX_VALUE);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    received.add("close " + status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    received.add("error " + error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
