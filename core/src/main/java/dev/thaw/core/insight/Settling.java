package dev.thaw.core.insight;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the training time of a study went, hyperparameter by hyperparameter, while the fidelity
 * grew.
 *
 * <p>The time is that of all epochs together, in the order in which they were reported, cut into
 * {@link #SLICES} slices of the same length; places in it are shares from 0 to 1. The baseline and
 * confirmations are left out: nobody chose their values.
 *
 * <p>A hyperparameter is settled over a stretch of time if the band that holds the middle eight
 * tenths of it, stretched to hold the winner's value, is narrower than a third of its range, on its
 * scale; one whose values have no order, if the winner's value has two thirds of the time. It
 * counts as settled from the first slice on from which it is so in both parts of what follows,
 * wherever that is cut in two, the second part being a quarter of all slices or more, and the
 * trials eight or more. So one long trial elsewhere does not unsettle what was settled, but the
 * first slice has to be narrow itself. Slices in which it was not active say nothing.
 *
 * <p>It has moved, if the winner's value lies a third of its range or more away from the median of
 * the first slice, from the slice on from which the median of both parts, cut likewise, is nearer
 * to the winner's.
 *
 * @param seconds how much time there was
 * @param trials how many trials it was spent on
 * @param fidelity the unit of the fidelity: {@code seconds}, {@code epochs} ...
 * @param named the hyperparameters that the study itself names as expensive, by its stages; empty
 *     if it names none
 * @param winner the trial with the best value; null if nothing is said
 * @param courses the hyperparameters, those that settled first in front, and those that did not at
 *     the end, equals in the order of the space; empty if there were too few trials
 * @param depths how far the trials in training were trained, slice by slice
 * @param raises the levels of the fidelity up to which trials were trained, the first from 0 on;
 *     empty if it was the same at all times
 */
public record Settling(
    double seconds,
    int trials,
    String fidelity,
    Set<String> named,
    @Nullable Integer winner,
    List<Course> courses,
    List<Depth> depths,
    List<Raise> raises) {

  /** Into how many slices the time is cut. */
  public static final int SLICES = 20;

  public Settling {
    named = Collections.unmodifiableSet(new LinkedHashSet<>(named));
    courses = List.copyOf(courses);
    depths = List.copyOf(depths);
    raises = List.copyOf(raises);
  }

  /** Nothing is said. */
  static Settling silent() {
    return new Settling(0, 0, "epochs", Set.of(), null, List.of(), List.of(), List.of());
  }

  /**
   * What became of one hyperparameter. It has bands if its values have an order, else modes.
   *
   * @param parameter its name
   * @param settledAt the share of the time after which it was settled; null if it never was, or is
   *     not active in the winner
   * @param movedAt the share of the time after which it had moved from its first values to the
   *     winner's; null if it never did, these are close, or its values have no order
   * @param winner what it is in the winner; null if it is not active there
   * @param bands where the time went, for each slice in which it was active
   * @param modes which value got most of the time, for each slice in which it was active
   */
  public record Course(
      String parameter,
      @Nullable Double settledAt,
      @Nullable Double movedAt,
      @Nullable Place winner,
      List<Band> bands,
      List<Mode> modes) {

    static final Comparator<Course> FIRST_SETTLED =
        Comparator.comparingDouble(
            course -> course.settledAt() == null ? Double.MAX_VALUE : course.settledAt());

    public Course {
      bands = List.copyOf(bands);
      modes = List.copyOf(modes);
    }
  }

  /**
   * A value of a hyperparameter.
   *
   * @param unit its place on its scale, from 0 to 1
   * @param value the value itself
   */
  public record Place(double unit, Object value) {}

  /**
   * Where the time of a slice went: nine tenths of it to values from {@code low} on, half of it to
   * {@code middle} or more, and a tenth to {@code high} or more; each is the value of a trial.
   *
   * @param slice its number, from 0
   */
  public record Band(int slice, Place low, Place middle, Place high) {}

  /**
   * The value that got most of the time of a slice; of equals the one that was seen first.
   *
   * @param slice its number, from 0
   * @param value the value
   * @param share its share of the time in which the hyperparameter was active
   * @param winners the share of the winner's value; 0 if it is not active there
   */
  public record Mode(int slice, Object value, double share, double winners) {}

  /**
   * How far the trials in training were trained, in units of the fidelity, with the epoch in hand:
   * as in a {@link Band}.
   *
   * @param slice its number, from 0
   */
  public record Depth(int slice, double low, double middle, double high) {}

  /**
   * A level of the fidelity.
   *
   * @param at the share of the time from which on it was the highest
   * @param ceiling the level
   * @param settled whether it rose because the newest trials agreed on what no stage holds back
   */
  public record Raise(double at, int ceiling, boolean settled) {}

  /** The level up to which trials were trained at a share of the time; null if all the same. */
  public @Nullable Integer ceilingAt(double share) {
    Integer ceiling = null;
    for (Raise raise : raises) {
      ceiling = ceiling == null || raise.at() <= share ? Integer.valueOf(raise.ceiling()) : ceiling;
    }
    return ceiling;
  }

  /**
   * The share of the time after which trials began to cost more on purpose: the ceiling of the
   * fidelity rose, or an expensive hyperparameter moved, whichever came first.
   *
   * @param expensive the names of the expensive hyperparameters
   * @return null if neither happened
   */
  public @Nullable Double grewAt(Set<String> expensive) {
    Double first = raises.size() < 2 ? null : Double.valueOf(raises.get(1).at());
    for (Course course : courses) {
      Double moved = expensive.contains(course.parameter()) ? course.movedAt() : null;
      if (moved != null && (first == null || moved < first)) {
        first = moved;
      }
    }
    return first;
  }

  /**
   * Whether all cheap hyperparameters that are active in the winner were settled before anything
   * expensive grew, or in the same slice. It is not asked of those that hardly matter: a search has
   * no reason to stay with a value of theirs.
   *
   * @param expensive the names of the expensive hyperparameters
   * @param faint the names of those that hardly matter, as {@link Importance#faint} has them
   * @return null if nothing grew, or nothing is cheap and matters
   */
  public @Nullable Boolean cheapFirst(Set<String> expensive, Set<String> faint) {
    Double grew = grewAt(expensive);
    List<Course> cheap =
        courses.stream()
            .filter(course -> !expensive.contains(course.parameter()) && course.winner() != null)
            .filter(course -> !faint.contains(course.parameter()))
            .toList();
    if (grew == null || cheap.isEmpty()) {
      return null;
    }
    return cheap.stream()
        .map(Course::settledAt)
        .allMatch(settled -> settled != null && settled <= grew);
  }
}
