package dev.costgraph.durability;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own, in memory, that a test can fill. Whoever may not mount one skips the
 * test.
 */
record SmallDisk(Path directory) implements AutoCloseable {

  private static final int PAGE_BYTES = 4096;

  static SmallDisk mount(Path directory, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String refusal =
        run(
            List.of(
                "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + directory));
    assumeThat(refusal).as("what mounting a file system of %d MiB says", mebibytes).isNull();
    return new SmallDisk(directory);
  }

  /** Takes all of the space but so many bytes. */
  void fill(long bytesLeft) throws IOException {
    byte[] page = new byte[PAGE_BYTES];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (freeBytes() > bytesLeft) {
        out.write(page);
      }
    } catch (IOException e) {
      if (freeBytes() > bytesLeft) {
        throw e;
      }
    }
  }

  /** Gives the space back. */
  void free() throws IOException {
    Files.delete(ballast());
  }

  long freeBytes() {
    return directory.toFile().getUsableSpace();
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    String refusal = run(List.of("umount", "" + directory));
    if (refusal != null) {
      throw new IOException(refusal);
    }
  }

  /** {@return what a command that failed says; null when it did not} */
  private static @org.jspecify.annotations.Nullable String run(List<String> command)
      throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? null : command + ": " + output;
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
