package dev.thaw.app.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PredictionFileTest {

  @TempDir private Path temp;

  private Path json(String text) throws IOException {
    return Files.writeString(temp.resolve("p.json"), text);
  }

  /** What NumPy writes: a magic, a version, the header's length, the header, the numbers. */
  private Path npy(String type, String order, String shape, byte[] numbers) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }".formatted(type, order, shape);
    byte[] padded = (header.indent(0).strip() + " \n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(10 + padded.length + numbers.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) padded.length).put(padded).put(numbers);
    return Files.write(temp.resolve("p.npy"), file.array());
  }

  @Test
  void readsRowsOfJsonAndNumbersAsRowsOfOne() throws IOException {
    assertThat(PredictionFile.read(json("[[0.25, 0.75], [1, 0]]")))
        .isDeepEqualTo(new double[][] {{0.25, 0.75}, {1, 0}});
    assertThat(PredictionFile.read(json("[2, true]"))).isDeepEqualTo(new double[][] {{2}, {1}});
  }

  @Test
  void readsFloatsOfNumPyInBothOrdersOfBytes() throws IOException {
    ByteBuffer little = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    little.putFloat(0.25f).putFloat(0.75f).putFloat(1).putFloat(0);
    ByteBuffer big = ByteBuffer.allocate(16).putDouble(0.5).putDouble(-2);

    assertThat(PredictionFile.read(npy("<f4", "False", "2, 2", little.array())))
        .isDeepEqualTo(new double[][] {{0.25, 0.75}, {1, 0}});
    assertThat(PredictionFile.read(npy(">f8", "False", "2,", big.array())))
        .isDeepEqualTo(new double[][] {{0.5}, {-2}});
  }

  @Test
  void readsLabels() throws IOException {
    assertThat(PredictionFile.read(npy("|u1", "False", "3,", new byte[] {0, 2, (byte) 200})))
        .isDeepEqualTo(new double[][] {{0}, {2}, {200}});
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [[1, 2], [3]] | has rows of different lengths.
          ["a"] | holds "a" in row 0, not a number.
          [] | holds no numbers.
          3 | holds no numbers.
          """)
  void refusesWhatIsNoTableOfNumbers(String text, String message) throws IOException {
    Path file = json(text);

    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void refusesArraysOfNumPyThatItCannotRead() throws IOException {
    Path turned = npy("<f8", "True", "1, 1", new byte[8]);
    assertThatThrownBy(() -> PredictionFile.read(turned))
        .hasMessageContaining("must hold numbers in C order.");

    Path half = npy("<f2", "False", "1,", new byte[2]);
    assertThatThrownBy(() -> PredictionFile.read(half)).hasMessageContaining("of type f2");

    Path cut = npy("<f8", "False", "2,", new byte[8]);
    assertThatThrownBy(() -> PredictionFile.read(cut))
        .hasMessageEndingWith("is cut off, or longer than its shape.");

    Path none = Files.write(temp.resolve("p.npy"), new byte[40]);
    assertThatThrownBy(() -> PredictionFile.read(none))
        .hasMessageEndingWith("is no array of NumPy.");
  }

  @Test
  void readsWhatIsNoNumberAsPythonWritesIt() throws IOException {
    double[][] rows = PredictionFile.read(json("[[NaN, 1], [-Infinity, 0]]"));

    assertThat(rows[0]).containsExactly(Double.NaN, 1);
    assertThat(rows[1]).containsExactly(Double.NEGATIVE_INFINITY, 0);
  }

  @ParameterizedTest(name = "shape ({0})")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          99999999999999999999, 1 | have a dimension of 99999999999999999999, which must be from 0 to 50000000.
          4294967296, 4294967296 | have a dimension of 4294967296, which must be from 0 to 50000000.
          50000000, 0 0 2 | hold 50000000 times 2 numbers, more than 50000000.
          49999999, 0 | is said to hold 49999999 rows of 0 numbers, which must be at least one of one.
          """)
  void refusesShapesThatOverflow(String shape, String message) throws IOException {
    Path file = npy("<f8", "False", shape, new byte[8]);

    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(message);
  }

  @ParameterizedTest(name = "shape ({0})")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3, 0 | is said to hold 3 rows of 0 numbers, which must be at least one of one.
          0, 3 | is said to hold 0 rows of 3 numbers, which must be at least one of one.
          0, | is said to hold 0 rows of 1 numbers, which must be at least one of one.
          """)
  void refusesShapesWithoutNumbersBeforeTheyTakeMemory(String shape, String message)
      throws IOException {
    Path file = npy("<f8", "False", shape, new byte[0]);

    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(message);
  }

  @ParameterizedTest(name = "{0} bytes of header")
  @ValueSource(ints = {-1, 1 << 20, Integer.MAX_VALUE})
  void refusesHeadersLongerThanTheFile(int length) throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 2)
            .put((byte) 0)
            .putInt(length)
            .array();
    Path file = Files.write(temp.resolve("p.npy"), bytes);

    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("is no array of NumPy.");
  }

  @Test
  void refusesNumbersOfSizesThatOverflow() throws IOException {
    Path file = npy("<f99999999999", "False", "1,", new byte[8]);

    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of type f99999999999");
  }
}
