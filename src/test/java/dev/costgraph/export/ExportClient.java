package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fetches exports from a service on this machine, and sends it imports. */
record ExportClient(int port) {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** {@return the whole answer; headers are names and values in turn} */
  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> head(String path) throws Exception {
    return CLIENT.send(request(path).HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** {@return the body of an export that is whole} */
  String text(String path, String... headers) throws Exception {
    HttpResponse<byte[]> response = get(path, headers);
    String body = new String(response.body(), UTF_8);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + body);
    }
    return body;
  }

  /**
   * {@return what comes of an export that breaks off} The client of the other methods may lose what
   * came before.
   */
  String untilItBreaks(String path) throws Exception {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    try (InputStream body = request(path).build().uri().toURL().openStream()) {
      body.transferTo(taken);
    } catch (IOException e) {
      return taken.toString(UTF_8);
    }
    throw new AssertionError("it is whole");
  }

  /** {@return the rows of an export as CSV, by column; empty cells are ""} */
  List<Map<String, String>> csv(String path) throws Exception {
    return parse(text(path));
  }

  static List<Map<String, String>> parse(String csv) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().allowExtraCharsAfterClosingQuote(false).ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord row : reader) {
        rows.add(new LinkedHashMap<>(row.getFieldsAsMap()));
      }
    }
    return rows;
  }

  /**
   * {@return the bytes that a caller has who took a CSV up to a row and went on with another part}
   *
   * @param whole without line breaks within its cells
   * @param row the last one that was taken, from 0
   */
  static String joined(String whole, int row, String part) {
    int end = 0;
    for (int line = 0; line <= row + 1; line++) {
      end = whole.indexOf("\r\n", end) + 2;
    }
    return whole.substring(0, end) + part.substring(part.indexOf("\r\n") + 2);
  }

  /** {@return the rows of an export as JSON Lines} */
  List<JsonNode> jsonLines(String path) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : text(path, "Accept", "application/jsonl").lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** {@return status, code, field and message of a refusal} */
  String refused(String path, String... headers) throws Exception {
    HttpResponse<byte[]> response = get(path, headers);
    JsonNode error = JSON.readTree(response.body()).path("errors").path(0);
    return "%d %s %s: %s"
        .formatted(
            response.statusCode(),
            error.path("extensions").path("code").asText(),
            error.path("extensions").path("field").asText(),
            error.path("message").asText());
  }

  /** {@return the report of an import} */
  JsonNode importUsage(String type, String query, String body) throws Exception {
    HttpRequest request =
        request("/import/usage" + query)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofMinutes(2));
  }
}
