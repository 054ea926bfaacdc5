package dev.thaw.benchmarks.online;

import dev.thaw.core.random.Draws;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Images of digits, each shrunk to half its sides by the mean of four pixels, from 0 to 1, in the
 * IDX format of MNIST. What is black is not stored.
 *
 * @param pixels for each image the places of what is not black
 * @param values for each image the values there
 * @param labels for each image its digit
 */
public record Images(int[][] pixels, float[][] values, int[] labels) {

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int SIDE = 28;
  private static final int HALF = SIDE / 2;

  /** Places of a shrunk image. */
  static final int INPUTS = HALF * HALF;

  /**
   * Reads {@code t10k-images-idx3-ubyte.gz} and {@code t10k-labels-idx1-ubyte.gz}.
   *
   * @throws IOException if a file is missing or of another format
   */
  public static Images read(Path folder) throws IOException {
    try (var images = open(folder.resolve("t10k-images-idx3-ubyte.gz"), IMAGES);
        var labels = open(folder.resolve("t10k-labels-idx1-ubyte.gz"), LABELS)) {
      int count = images.readInt();
      if (images.readInt() != SIDE || images.readInt() != SIDE || labels.readInt() != count) {
        throw new IOException(
            "%s must hold %d x %d images and as many labels.".formatted(folder, SIDE, SIDE));
      }
      int[] digits = new int[count];
      int[][] pixels = new int[count][];
      float[][] values = new float[count][];
      byte[] image = new byte[SIDE * SIDE];
      for (int i = 0; i < count; i++) {
        images.readFully(image);
        digits[i] = labels.readUnsignedByte();
        shrink(image, i, pixels, values);
      }
      return new Images(pixels, values, digits);
    }
  }

  private static DataInputStream open(Path file, int magic) throws IOException {
    InputStream raw = Files.newInputStream(file);
    var data = new DataInputStream(new GZIPInputStream(raw, 1 << 16));
    if (data.readInt() != magic) {
      data.close();
      throw new IOException("%s must be an IDX file of %x.".formatted(file, magic));
    }
    return data;
  }

  private static void shrink(byte[] image, int row, int[][] pixels, float[][] values) {
    int[] places = new int[INPUTS];
    float[] greys = new float[INPUTS];
    int stored = 0;
    for (int place = 0; place < INPUTS; place++) {
      int corner = place / HALF * 2 * SIDE + place % HALF * 2;
      int sum =
          Byte.toUnsignedInt(image[corner])
              + Byte.toUnsignedInt(image[corner + 1])
              + Byte.toUnsignedInt(image[corner + SIDE])
              + Byte.toUnsignedInt(image[corner + SIDE + 1]);
      if (sum > 0) {
        places[stored] = place;
        greys[stored++] = sum / (4 * 255f);
      }
    }
    pixels[row] = Arrays.copyOf(places, stored);
    values[row] = Arrays.copyOf(greys, stored);
  }

  int size() {
    return labels.length;
  }

  /** Some of the images, in an order that is always the same; from and to count in that order. */
  Images some(int from, int to) {
    int[] order = Arrays.copyOfRange(shuffled(size(), Draws.of(0, "images", 0)), from, to);
    return new Images(
        Arrays.stream(order).mapToObj(i -> pixels[i]).toArray(int[][]::new),
        Arrays.stream(order).mapToObj(i -> values[i]).toArray(float[][]::new),
        Arrays.stream(order).map(i -> labels[i]).toArray());
  }

  /** The numbers from 0 to below {@code count} in a random order. */
  static int[] shuffled(int count, Draws draws) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = draws.below(i + 1, i);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
