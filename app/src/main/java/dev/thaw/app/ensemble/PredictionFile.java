package dev.thaw.app.ensemble;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Predictions or labels in a file: a JSON array of numbers or of rows of numbers, or an array of
 * one or two dimensions as NumPy saves it ({@code .npy}, versions 1 to 3, in C order: floats of 4
 * or 8 bytes, signed or unsigned integers, booleans). Numbers may be NaN or infinite, in JSON as
 * Python writes them.
 */
public final class PredictionFile {

  /** How large a file may be: 256 MiB. */
  static final long BYTES_MAX = 256L << 20;

  /** How many numbers a file may hold, which take eight bytes each in memory. */
  static final long NUMBERS_MAX = 50_000_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'([<>|=]?)([fiub])([0-9]+)'.*'fortran_order': *(True|False).*'shape':"
              + " *\\(([0-9, ]*)\\)");

  private PredictionFile() {}

  /**
   * Reads rows; a number that stands where a row should is a row of its own.
   *
   * @return rows of the same length, at least one
   * @throws IOException if the file cannot be read, is too large, or holds something else
   */
  public static double[][] read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > BYTES_MAX) {
      throw new IOException("%s has %d bytes, more than %d.".formatted(file, bytes, BYTES_MAX));
    }
    double[][] rows =
        String.valueOf(file.getFileName()).endsWith(".npy")
            ? array(file, Files.readAllBytes(file))
            : rows(file, MAPPER.readTree(Files.readString(file)));
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IOException("%s holds no numbers.".formatted(file));
    }
    return rows;
  }

  private static double[][] rows(Path file, JsonNode tree) throws IOException {
    double[][] rows = new double[tree.size()][];
    for (int i = 0; i < rows.length; i++) {
      JsonNode row = tree.get(i);
      rows[i] = new double[row.isArray() ? row.size() : 1];
      for (int k = 0; k < rows[i].length; k++) {
        JsonNode number = row.isArray() ? row.get(k) : row;
        if (!number.isNumber() && !number.isBoolean()) {
          throw new IOException("%s holds %s in row %d, not a number.".formatted(file, number, i));
        }
        rows[i][k] = number.isBoolean() ? number.asBoolean() ? 1 : 0 : number.doubleValue();
      }
      if (rows[i].length != rows[0].length) {
        throw new IOException("%s has rows of different lengths.".formatted(file));
      }
    }
    return rows;
  }

  private static double[][] array(Path file, byte[] bytes) throws IOException {
    int start = bytes.length < 12 ? 0 : bytes[6] == 1 ? 10 : 12;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = start == 0 ? 0 : start == 10 ? buffer.getChar(8) : buffer.getInt(8);
    if (start == 0 || bytes[0] != (byte) 0x93 || length < 0 || length > bytes.length - start) {
      throw new IOException("%s is no array of NumPy.".formatted(file));
    }
    String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find() || matcher.group(4).equals("True")) {
      throw new IOException(
          "%s (%s) must hold numbers in C order.".formatted(file, header.strip()));
    }
    String[] shape = matcher.group(5).replaceAll(" |, *$", "").split(",", -1);
    if (shape.length > 2 || shape[0].isEmpty()) {
      throw new IOException("%s must have one or two dimensions.".formatted(file));
    }
    long rows = extent(file, shape[0]);
    long columns = shape.length > 1 ? extent(file, shape[1]) : 1;
    if (rows * columns == 0) {
      throw new IOException(
          "%s is said to hold %d rows of %d numbers, which must be at least one of one."
              .formatted(file, rows, columns));
    }
    if (rows * columns > NUMBERS_MAX) {
      throw new IOException(
          "%s is said to hold %d times %d numbers, more than %d."
              .formatted(file, rows, columns, NUMBERS_MAX));
    }
    String type = matcher.group(2) + matcher.group(3);
    int size = size(file, type);
    if (rows * columns * size != bytes.length - start - length) {
      throw new IOException("%s is cut off, or longer than its shape.".formatted(file));
    }
    buffer.position(start + length);
    buffer.order(matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    double[][] read = new double[(int) rows][(int) columns];
    for (double[] row : read) {
      for (int k = 0; k < row.length; k++) {
        row[k] = number(buffer, type);
      }
    }
    return read;
  }

  /** One dimension of a shape: so small that the product of two, times eight, is a long. */
  private static long extent(Path file, String digits) throws IOException {
    long extent = digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : Long.MAX_VALUE;
    if (extent > NUMBERS_MAX) {
      throw new IOException(
          "%s is said to have a dimension of %s, which must be from 0 to %d."
              .formatted(file, digits, NUMBERS_MAX));
    }
    return extent;
  }

  /** How many bytes a number has. */
  private static int size(Path file, String type) throws IOException {
    return switch (type) {
      case "f8", "i8", "u8" -> 8;
      case "f4", "i4", "u4" -> 4;
      case "i2", "u2" -> 2;
      case "i1", "u1", "b1" -> 1;
      default ->
          throw new IOException(
              "%s holds numbers of type %s, not floats of 4 or 8 bytes or integers."
                  .formatted(file, type));
    };
  }

  /** The next number; {@code type} is one that {@link #size} knows. */
  private static double number(ByteBuffer buffer, String type) {
    return switch (type) {
      case "f8" -> buffer.getDouble();
      case "f4" -> buffer.getFloat();
      case "i8", "u8" -> buffer.getLong();
      case "i4" -> buffer.getInt();
      case "u4" -> Integer.toUnsignedLong(buffer.getInt());
      case "i2" -> buffer.getShort();
      case "u2" -> buffer.getChar();
      case "i1" -> buffer.get();
      default -> Byte.toUnsignedInt(buffer.get());
    };
  }
}
