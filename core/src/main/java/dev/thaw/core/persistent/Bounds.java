package dev.thaw.core.persistent;

/** Checks positions, with messages that name the value and the size. */
final class Bounds {

  private Bounds() {}

  static void checkIndex(int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(outOfRange(index, size));
    }
  }

  private static String outOfRange(int index, int size) {
    if (size == 0) {
      return "index (%d) is out of range: the collection is empty.\nMaybe add an element first."
          .formatted(index);
    }
    return "index (%d) must be between 0 and %d: the size is %d.\nMaybe it counts from 1."
        .formatted(index, size - 1, size);
  }
}
