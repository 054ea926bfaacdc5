package dev.thaw.core.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a wrong one was probably meant to be. */
public final class NearestName {
  private NearestName() {}

  /**
   * Returns the closest name: one that differs only in case, dashes and underscores; else one that
   * begins with the wrong one; else one within a third of its length in edits; else one with which
   * the wrong one begins. Ties go to the name that comes first.
   */
  public static Optional<String> of(String wrong, Collection<String> known) {
    String bare = bare(wrong);
    Optional<String> close =
        known.stream()
            .min(Comparator.comparingInt(name -> distance(bare, bare(name))))
            .filter(name -> distance(bare, bare(name)) <= Math.max(1, bare.length() / 3));
    return close
        .filter(name -> bare(name).equals(bare))
        .or(() -> known.stream().filter(name -> begins(bare(name), bare)).findFirst())
        .or(() -> close)
        .or(() -> known.stream().filter(name -> begins(bare, bare(name))).findFirst());
  }

  private static boolean begins(String longer, String start) {
    return start.length() >= 3 && longer.startsWith(start);
  }

  /** Returns the name without what writers of other tools write differently. */
  public static String bare(String name) {
    return name.length() == 1 ? name : name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The number of edits between two names, where swapping neighbours is one (Damerau 1964). */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int step(int[][] edits, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    least = Math.min(least, edits[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
