package dev.costgraph.ingest;

import dev.costgraph.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream in constant memory. A line ends with LF or CRLF; a byte order mark before
 * the first is dropped. A line that cannot be read is skipped to its end, and the next is read.
 */
final class Lines {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int end;
  private byte[] line = new byte[1024];
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** {@return the number of the last line that {@link #next} read, from 1} */
  long number() {
    return number;
  }

  /**
   * {@return the next line without its end; null after the last}
   *
   * @throws BadLine when this line is too long or not UTF-8; call again for the one after it
   * @throws IOException when the stream breaks off: what was read of the line is not a line
   */
  @Nullable String next() throws IOException {
    int length = 0;
    boolean tooLong = false;
    while (true) {
      if (position == end && !fill()) {
        if (length == 0 && !tooLong) {
          return null;
        }
        break;
      }
      int stop = position;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      tooLong |= length + stop - position > Limits.IMPORT_LINE_BYTES_MAX;
      if (!tooLong) {
        length = append(length, stop - position);
      }
      position = stop;
      if (position < end) {
        position++;
        break;
      }
    }
    number++;
    if (tooLong) {
      throw new BadLine(
          BadLine.Code.LINE_TOO_LONG,
          null,
          "the line has more than %d bytes".formatted(Limits.IMPORT_LINE_BYTES_MAX));
    }
    return decode(length);
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private int append(int length, int count) {
    if (line.length < length + count) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
    }
    System.arraycopy(buffer, position, line, length, count);
    return length + count;
  }

  private String decode(int length) {
    int start = number == 1 && startsWithMark(length) ? BYTE_ORDER_MARK.length : 0;
    int stop = length > start && line[length - 1] == '\r' ? length - 1 : length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line, start, stop - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadLine(BadLine.Code.INVALID_ENCODING, null, "the line is not UTF-8");
    }
  }

  private boolean startsWithMark(int length) {
    int marks = BYTE_ORDER_MARK.length;
    return length >= marks && Arrays.equals(line, 0, marks, BYTE_ORDER_MARK, 0, marks);
  }
}
