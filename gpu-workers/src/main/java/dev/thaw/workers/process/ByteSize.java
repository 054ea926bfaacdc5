package dev.thaw.workers.process;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64 MiB}, {@code 500kB}, {@code 1000000}. */
final class ByteSize {

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})\\s*(?:([kmg])(i?))?b?");

  private ByteSize() {}

  /** The bytes; empty if the text is no size. */
  static OptionalLong parse(Object text) {
    Matcher matcher = SIZE.matcher(String.valueOf(text).strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    String unit = matcher.group(2);
    int power = unit == null ? 0 : "kmg".indexOf(unit) + 1;
    long base = "i".equals(matcher.group(3)) ? 1024 : 1000;
    long size = Long.parseLong(matcher.group(1));
    for (int i = 0; i < power; i++) {
      size *= base;
    }
    return OptionalLong.of(size);
  }

  /** The size in the largest binary unit that gives a whole number. */
  static String show(long bytes) {
    long size = bytes;
    int power = 0;
    while (power < 3 && size >= 1024 && size % 1024 == 0) {
      size /= 1024;
      power++;
    }
    return size + new String[] {" bytes", " KiB", " MiB", " GiB"}[power];
  }
}
