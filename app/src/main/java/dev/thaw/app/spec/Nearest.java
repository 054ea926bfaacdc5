package dev.thaw.app.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a wrong one was probably meant to be. */
final class Nearest {
  private Nearest() {}

  /**
   * Returns the closest name: one that differs only in case, dashes and underscores; else one that
   * begins with the wrong one; else one within a third of its length in edits. Ties go to the name
   * that comes first.
   */
  static Optional<String> of(String wrong, Collection<String> known) {
    String bare = bare(wrong);
    Optional<String> longer =
        known.stream()
            .filter(name -> bare.length() >= 3 && bare(name).startsWith(bare))
            .findFirst();
    Optional<String> close =
        known.stream()
            .min(Comparator.comparingInt(name -> distance(bare, bare(name))))
            .filter(name -> distance(bare, bare(name)) <= Math.max(1, bare.length() / 3));
    return close.filter(name -> distance(bare, bare(name)) == 0).or(() -> longer).or(() -> close);
  }

  /** Returns the name without what writers of other tools write differently. */
  static String bare(String name) {
    return name.length() == 1 ? name : name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The number of edits between two names (Levenshtein 1966). */
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
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
