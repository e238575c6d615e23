package dev.costgraph.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A request byte by byte: what a well-behaved client would not let a test send. */
final class RawHttp {

  private final int port;
  private final String requestLine;
  private final List<String> headers = new ArrayList<>();
  private String body = "";

  private RawHttp(int port, String requestLine) {
    this.port = port;
    this.requestLine = requestLine;
  }

  /** A request without any header, Host included. */
  static RawHttp request(int port, String method, String target) {
    return new RawHttp(port, method + " " + target + " HTTP/1.1");
  }

  /** A request as a local client sends it. */
  static RawHttp local(int port, String method, String target) {
    return request(port, method, target).with("Host", "127.0.0.1:" + port);
  }

  static RawHttp graphql(int port, String query) {
    return local(port, "POST", "/graphql").json("{\"query\":\"" + query + "\"}");
  }

  static RawHttp upgrade(int port) {
    return local(port, "GET", "/graphql").upgrading();
  }

  RawHttp upgrading() {
    return with("Upgrade", "websocket")
        .with("Connection", "Upgrade")
        .with("Sec-WebSocket-Version", "13")
        .with("Sec-WebSocket-Protocol", "graphql-transport-ws")
        .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  }

  RawHttp with(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  RawHttp json(String json) {
    return body("application/json", json);
  }

  RawHttp body(String type, String text) {
    body = text;
    return with("Content-Type", type)
        .with("Content-Length", Integer.toString(text.getBytes(UTF_8).length));
  }

  /** The status and the start of the body; what follows an upgrade is not read. */
  Reply send() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head = requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      out.write((head + body).getBytes(UTF_8));
      out.flush();
      return Reply.read(socket.getInputStream());
    }
  }

  record Reply(int status, String head, String body) {

    static Reply read(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("closed after: " + head);
        }
        head.append((char) next);
      }
      int status = Integer.parseInt(head.substring(9, 12));
      var length =
          head.toString()
              .lines()
              .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst();
      byte[] body = in.readNBytes(length.orElse(0));
      return new Reply(status, head.toString(), new String(body, UTF_8));
    }

    /** {@return status and code, such as "403 FORBIDDEN"; the status alone without a code} */
    String outcome() {
      var code = java.util.regex.Pattern.compile("\"code\":\"([A-Z_]+)\"").matcher(body);
      return code.find() ? status + " " + code.group(1) : Integer.toString(status);
    }
  }
}
