package dev.costgraph.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads an archive as docs/operating.md says: of several lines of an id the last counts. */
public final class ArchivedUsages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ArchivedUsages() {}

  /** {@return the usages of a platform with their entries, by id} */
  public static Map<String, JsonNode> read(Path root, String platformId) throws IOException {
    Map<String, JsonNode> usages = new TreeMap<>();
    for (JsonNode line : lines(root)) {
      JsonNode usage = line.path("usage");
      if (usage.path("platform_id").asText().equals(platformId)) {
        usages.put(usage.path("operation_id").asText(), line);
      }
    }
    return usages;
  }

  /** {@return all lines, file by file; a torn end is passed over} */
  static List<JsonNode> lines(Path root) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.exists(root)) {
      return lines;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
          String line;
          while ((line = reader.readLine()) != null) {
            lines.add(JSON.readTree(line));
          }
        } catch (EOFException torn) {
          System.getLogger("test").log(System.Logger.Level.INFO, "{0} has a torn end", file);
        }
      }
    }
    return lines;
  }
}
