package dev.thaw.examples.language;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arrays as NumPy saves them: version 1 of the format, little-endian, in C order. */
final class NpyFile {

  private static final int PREFIX = 10;

  private NpyFile() {}

  /**
   * Writes floats of four bytes.
   *
   * @param rows of the same length, at least one
   */
  static void write(Path file, float[][] rows) throws IOException {
    int columns = rows[0].length;
    ByteBuffer buffer = begin("<f4", rows.length + ", " + columns, 4 * rows.length * columns);
    for (float[] row : rows) {
      for (float number : row) {
        buffer.putFloat(number);
      }
    }
    Files.write(file, bytes(buffer));
  }

  /** Writes whole numbers of four bytes, in one dimension. */
  static void write(Path file, int[] numbers) throws IOException {
    ByteBuffer buffer = begin("<i4", numbers.length + ",", 4 * numbers.length);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    Files.write(file, bytes(buffer));
  }

  private static byte[] bytes(ByteBuffer written) {
    byte[] bytes = new byte[written.flip().remaining()];
    written.get(bytes);
    return bytes;
  }

  /** The header, padded so that the numbers begin at a multiple of 64 bytes. */
  private static ByteBuffer begin(String type, String shape, int bytes) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    int length = Math.ceilDiv(PREFIX + header.length() + 1, 64) * 64 - PREFIX;
    String padded = header + " ".repeat(length - header.length() - 1) + "\n";
    return ByteBuffer.allocate(PREFIX + length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) length)
        .put(padded.getBytes(StandardCharsets.US_ASCII));
  }
}
