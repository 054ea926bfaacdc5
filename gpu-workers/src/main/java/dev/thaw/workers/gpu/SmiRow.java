package dev.thaw.workers.gpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** One line of {@code nvidia-smi}'s comma-separated output, where {@code [N/A]} means nothing. */
record SmiRow(List<String> fields) {

  private static final Pattern COMMA = Pattern.compile(",\\s*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

  static SmiRow of(String line) {
    return new SmiRow(COMMA.splitAsStream(line.strip()).toList());
  }

  String text(int i) {
    return fields.get(i).strip();
  }

  OptionalLong number(int i) {
    return NUMBER.matcher(text(i)).matches()
        ? OptionalLong.of(Long.parseLong(text(i)))
        : OptionalLong.empty();
  }

  /** A number of MiB, in bytes. */
  OptionalLong mebibytes(int i) {
    OptionalLong number = number(i);
    return number.isPresent()
        ? OptionalLong.of(number.getAsLong() * Sizes.MIB)
        : OptionalLong.empty();
  }

  OptionalInt small(int i) {
    OptionalLong number = number(i);
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(Math.min(number.getAsLong(), Integer.MAX_VALUE)))
        : OptionalInt.empty();
  }

  /** Three fields in a row as total, used and free memory, if all of them are numbers. */
  Optional<DeviceMemory> memory(int i) {
    OptionalLong total = mebibytes(i);
    OptionalLong used = mebibytes(i + 1);
    OptionalLong free = mebibytes(i + 2);
    return total.isPresent() && used.isPresent() && free.isPresent()
        ? Optional.of(new DeviceMemory(total.getAsLong(), used.getAsLong(), free.getAsLong()))
        : Optional.empty();
  }
}
