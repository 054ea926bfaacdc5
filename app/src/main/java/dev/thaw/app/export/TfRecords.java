package dev.thaw.app.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The framing of TensorFlow's record files: the length of a record as 8 bytes, little endian; its
 * masked checksum; the record; its masked checksum. Source: "TFRecord and tf.train.Example",
 * tensorflow.org, section "TFRecords format details".
 */
final class TfRecords {

  private static final int MASK = 0xa282ead8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  TfRecords add(byte[] record) {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(record.length)
            .array();
    bytes.writeBytes(length);
    bytes.writeBytes(masked(length));
    bytes.writeBytes(record);
    bytes.writeBytes(masked(record));
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static byte[] masked(byte[] data) {
    return ByteBuffer.allocate(Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(maskedChecksum(data))
        .array();
  }

  /** CRC-32C, turned right by 15 bits, plus a constant, modulo 2 to the 32. */
  static int maskedChecksum(byte[] data) {
    var checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }
}
