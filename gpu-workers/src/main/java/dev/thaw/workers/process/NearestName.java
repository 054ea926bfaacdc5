package dev.thaw.workers.process;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a wrong one was probably meant to be. */
final class NearestName {

  private NearestName() {}

  /** The closest name within a third of its length in edits; ties go to the first. */
  static Optional<String> of(String wrong, Collection<String> known) {
    String plain = wrong.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wrong.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(plain, name.toLowerCase(Locale.ROOT))))
        .filter(name -> distance(plain, name.toLowerCase(Locale.ROOT)) <= limit);
  }

  /** Letters to insert, delete or replace (Levenshtein 1966), a row of the table at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
