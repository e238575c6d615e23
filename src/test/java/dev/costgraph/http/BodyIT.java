package dev.costgraph.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a body is taken: bounded at /graphql, streamed at /import. */
@QuarkusTest
class BodyIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldTakeAnOperationOfTenMegabytes() throws Exception {
    assertThat(send("/graphql", "application/json", BodyPublishers.ofString(operation(0))))
        .isEqualTo("200 {\"data\":{\"probeNode\":{\"name\":\"root\"}}}");
  }

  @Test
  void shouldRefuseALongerOperationByItsLength() throws Exception {
    RawHttp request =
        RawHttp.local(port, "POST", "/graphql")
            .with("Content-Type", "application/json")
            .with("Content-Length", Integer.toString(Limits.BODY_BYTES_MAX + 1));

    assertThat(request.send().outcome()).isEqualTo("413 BODY_TOO_LARGE");
    assertThat(send("/graphql", "application/json", BodyPublishers.ofString(operation(1))))
        .startsWith("413 ")
        .contains("\"code\":\"BODY_TOO_LARGE\"");
  }

  @Test
  void shouldRefuseALongerOperationOfUnknownLength() throws Exception {
    byte[] body = operation(1).getBytes(UTF_8);

    assertThat(
            send(
                "/graphql",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .startsWith("413 ")
        .contains("\"code\":\"BODY_TOO_LARGE\"");
  }

  @Test
  void shouldBoundEveryOtherPath() throws Exception {
    byte[] body = new byte[Limits.BODY_BYTES_MAX + 1];

    assertThat(send("/probe/other", "application/json", BodyPublishers.ofByteArray(body)))
        .startsWith("413 ");
    assertThat(
            send(
                "/probe/other",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .startsWith("413 ");
  }

  @Test
  void shouldTakeAnOperationOfUnknownLength() throws Exception {
    byte[] body = "{\"query\":\"{ probeNode { name } }\"}".getBytes(UTF_8);

    assertThat(
            send(
                "/graphql",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .isEqualTo("200 {\"data\":{\"probeNode\":{\"name\":\"root\"}}}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStreamAnImportInConstantMemory(boolean chunked) throws IOException {
    // Given
    long bytes = 600L * 1024 * 1024;
    byte[] chunk = new byte[64 * 1024];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /import/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
              + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes)
              + "\r\n\r\n";
      out.write(head.getBytes(UTF_8));

      // When
      for (long sent = 0; sent < bytes; sent += chunk.length) {
        if (chunked) {
          out.write("10000\r\n".getBytes(UTF_8));
        }
        out.write(chunk);
        if (chunked) {
          out.write("\r\n".getBytes(UTF_8));
        }
      }
      out.write((chunked ? "0\r\n\r\n" : "").getBytes(UTF_8));
      out.flush();
      RawHttp.Reply reply = RawHttp.Reply.read(socket.getInputStream());

      // Then: read to the end, while less was held than was sent
      assertThat(reply.body()).startsWith(bytes + " ");
      String used = reply.body().substring(reply.body().indexOf(' ') + 1);
      assertThat(Long.parseLong(used)).isLessThan(bytes);
    }
  }

  @Test
  void shouldAnswerAStrangerWhoIsStillSending() throws Exception {
    assertThat(
            send(
                "/import/probe",
                "text/plain",
                BodyPublishers.ofByteArray(new byte[20 * 1024 * 1024])))
        .startsWith("415 ");
  }

  /** An operation of exactly {@code beyond} bytes more than the bound. */
  private static String operation(int beyond) {
    String head = "{\"query\":\"{ probeNode { name } }\",\"extensions\":{\"pad\":\"";
    String tail = "\"}}";
    return head + "x".repeat(Limits.BODY_BYTES_MAX + beyond - head.length() - tail.length()) + tail;
  }

  private String send(String path, String type, HttpRequest.BodyPublisher body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", type)
            .POST(body)
            .build();
    var response = CLIENT.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
