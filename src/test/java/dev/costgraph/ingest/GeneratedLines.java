package dev.costgraph.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.function.IntFunction;

/** A file that is written while it is read, one line at a time. */
final class GeneratedLines extends InputStream {

  private final int lines;
  private final IntFunction<String> line;
  private byte[] current;
  private int position;
  private int written;
  private long bytes;

  /**
   * @param line the line of a number from 1, with its end
   */
  GeneratedLines(String header, int lines, IntFunction<String> line) {
    this.lines = lines;
    this.line = line;
    this.current = header.getBytes(UTF_8);
  }

  /** {@return how many were read} */
  long bytes() {
    return bytes;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (position == current.length) {
      if (written == lines) {
        return -1;
      }
      written++;
      current = line.apply(written).getBytes(UTF_8);
      position = 0;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    bytes += count;
    return count;
  }
}
