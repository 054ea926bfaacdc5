package dev.thaw.workers.nd4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The file {@code model.bin} of a checkpoint, little-endian: {@code THAWMLP1}, the number of steps
 * done, the number of arrays, the length of each array, then the arrays as they lie in memory.
 */
final class StateFile {

  private static final String NAME = "model.bin";
  private static final long MAGIC = 0x31504C4D57414854L;

  private StateFile() {}

  static void write(Path directory, int steps, List<INDArray> arrays) throws IOException {
    var header = 2 * Integer.BYTES + Long.BYTES;
    var length = header + arrays.size() * Integer.BYTES + totalLength(arrays) * Float.BYTES;
    var bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(steps).putInt(arrays.size());
    for (var array : arrays) {
      bytes.putInt((int) array.length());
    }
    for (var array : arrays) {
      var values = new float[(int) array.length()];
      Transfer.read(array, values, values.length);
      bytes.asFloatBuffer().put(values);
      bytes.position(bytes.position() + values.length * Float.BYTES);
    }
    Files.write(directory.resolve(NAME), bytes.array());
  }

  /** Fills {@code arrays} and returns the number of steps done. */
  static int read(Path directory, List<INDArray> arrays) throws IOException {
    var file = directory.resolve(NAME);
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var header = 2 * Integer.BYTES + Long.BYTES + arrays.size() * Integer.BYTES;
    check(file, bytes.remaining() == header + totalLength(arrays) * Float.BYTES);
    check(file, bytes.getLong() == MAGIC);
    var steps = bytes.getInt();
    check(file, bytes.getInt() == arrays.size());
    for (var array : arrays) {
      check(file, bytes.getInt() == array.length());
    }
    for (var array : arrays) {
      var values = new float[(int) array.length()];
      bytes.asFloatBuffer().get(values);
      bytes.position(bytes.position() + values.length * Float.BYTES);
      Transfer.write(values, array, values.length);
    }
    return steps;
  }

  private static long totalLength(List<INDArray> arrays) {
    return arrays.stream().mapToLong(INDArray::length).sum();
  }

  private static void check(Path file, boolean fits) throws IOException {
    if (!fits) {
      throw new IOException(
          "%s (%d bytes) must hold a network of the same shape and optimizer.\nMaybe it was written by a trial with other parameters?"
              .formatted(file, Files.size(file)));
    }
  }
}
