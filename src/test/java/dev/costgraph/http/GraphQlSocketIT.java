package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.SocketClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The bounds of sockets: how many, how much runs on them, how much waits for them. */
@QuarkusTest
class GraphQlSocketIT {

  private static final String TICKS = "subscription { probeTicks }";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldCloseOneSocketTooMany() throws InterruptedException {
    List<SocketClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.SOCKETS_MAX; i++) {
        clients.add(SocketClient.open(port).init());
        assertThat(clients.getLast().next()).contains("connection_ack");
      }
      try (SocketClient tooMany = SocketClient.open(port)) {
        assertThat(tooMany.next()).isEqualTo("close 1013 200 connections are open");
      }
    } finally {
      clients.forEach(SocketClient::close);
    }
    shouldServeAgain();
  }

  @Test
  void shouldRefuseOneSubscriptionTooMany() throws InterruptedException {
    try (SocketClient one = SocketClient.open(port).init();
        SocketClient other = SocketClient.open(port).init()) {
      other.next();
      for (int i = 0; i < Limits.SUBSCRIPTIONS_MAX; i++) {
        one.subscribe("id" + i, TICKS);
      }
      String last = "\"id\":\"id" + (Limits.SUBSCRIPTIONS_MAX - 1) + "\"";
      String message = one.next();
      while (!message.contains(last)) {
        assertThat(message).doesNotContain("error");
        message = one.next();
      }

      assertThat(other.subscribe("1", TICKS).next())
          .startsWith("{\"id\":\"1\",\"type\":\"error\"")
          .contains("\"code\":\"TOO_MANY_SUBSCRIPTIONS\"");

      one.send("{\"type\":\"complete\",\"id\":\"id0\"}").send("{\"type\":\"ping\"}");
      while (!one.next().contains("pong")) {
        // what was sent before the pong
      }
      assertThat(other.subscribe("1", TICKS).next()).contains("\"probeTicks\":0");
    }
    shouldServeAgain();
  }

  @Test
  void shouldDropAReaderThatDoesNotRead() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    try (SocketClient stalled = SocketClient.stalled(port)) {
      stalled.init().subscribe("1", "subscription { probeFlood }");
      // 2 GB are on offer; the heap of the test would not hold them
      try (SocketClient other = SocketClient.open(port).init()) {
        assertThat(other.next()).contains("connection_ack");
        assertThat(other.subscribe("1", TICKS).next()).contains("\"probeTicks\":0");
      }
      Thread.sleep(2000);
      System.gc();
      long after = runtime.totalMemory() - runtime.freeMemory();
      assertThat(after - before).isLessThan(200L * 1024 * 1024);
    }
    shouldServeAgain();
  }

  @Test
  void shouldCloseASocketThatNeverBegins() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port)) {
      assertThat(client.next()).startsWith("close 4408 ");
    }
  }

  @Test
  void shouldCloseASecondInit() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port).init().init()) {
      assertThat(client.next()).contains("connection_ack");
      assertThat(client.next()).startsWith("close 4429 ");
    }
  }

  private void shouldServeAgain() throws InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (SocketClient client = SocketClient.open(port).init()) {
        if (client.next().contains("connection_ack")
            && client.subscribe("1", TICKS).next().contains("\"probeTicks\":0")) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("closed sockets still count");
  }
}
