package dev.costgraph.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The archive of one run: a file of JSON Lines, a gzip member for each step. What {@link #append}
 * has returned from is on the disk. A run that was cut off may leave a torn member at the end of
 * its file, of a step that was not folded; the next run begins another file.
 */
final class Archive implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** File systems take names of 255 bytes. */
  private static final int NAME_MAX = 200;

  private final Path directory;
  private final Path file;
  private @Nullable FileChannel channel;

  /**
   * @param root made when there is something to archive
   */
  Archive(Path root, String platformId, Instant now) {
    directory = root.resolve("platform=" + name(platformId));
    file =
        directory.resolve(
            "%s-%s.jsonl.gz"
                .formatted(
                    now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", ""),
                    UUID.randomUUID().toString().substring(0, 8)));
  }

  private static String name(String platformId) {
    String encoded = URLEncoder.encode(platformId, UTF_8).replace("*", "%2A");
    return encoded.length() <= NAME_MAX
        ? encoded
        : UUID.nameUUIDFromBytes(platformId.getBytes(UTF_8)).toString();
  }

  Path file() {
    return file;
  }

  /**
   * Writes one step and waits until it is on the disk.
   *
   * @param facts one line each; values are texts, numbers, truth values, times, and lists and maps
   *     of these
   */
  void append(List<Map<String, Object>> facts) throws IOException {
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
      for (Map<String, Object> fact : facts) {
        gzip.write((JSON.writeValueAsString(json(fact)) + "\n").getBytes(UTF_8));
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(member.toByteArray());
    FileChannel open = open();
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    open.force(true);
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      makeDirectory(directory.toAbsolutePath());
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      force(directory);
    }
    return channel;
  }

  /** Makes a directory and those above it; their parents have their names on the disk then. */
  private static void makeDirectory(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    if (!Files.isDirectory(parent)) {
      makeDirectory(parent);
    }
    Files.createDirectories(directory);
    force(parent);
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static @Nullable Object json(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, one) -> sorted.put(String.valueOf(key), json(one)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(Archive::json).toList();
      case ZonedDateTime time -> time.toInstant().toString();
      case null, default -> value;
    };
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
