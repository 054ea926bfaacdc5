package dev.thaw.core.insight;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the steps of a journal, given in order, into a {@link Settling}. Keeps a few numbers of
 * each epoch, as the study's own curves do. Confined to one thread.
 */
final class SettlingReader {

  private final Map<Integer, Configuration> configurations = new HashMap<>();
  private final Map<Integer, Double> depths = new HashMap<>();
  private final Set<Integer> leftOut = new HashSet<>();
  private final List<TrainedEpoch> epochs = new ArrayList<>();
  private final List<Raised> raises = new ArrayList<>();
  private @Nullable StudySpec spec;
  private @Nullable Integer winner;
  private double now;

  /** The level of the fidelity from a moment of the training time on. */
  private record Raised(double seconds, int ceiling, boolean settled) {}

  /**
   * A part of the training time.
   *
   * @param from when it began
   * @param to when it ended
   * @param depth how far its trial was trained at its end, in units of the fidelity
   */
  record TrainedEpoch(int trial, double from, double to, double depth) {}

  /** Takes the next step. */
  void take(Step step) {
    for (StudyEvent event : step.events()) {
      take(event, step.input().at());
    }
  }

  private void take(StudyEvent event, Instant at) {
    switch (event) {
      case StudyEvent.StudyOpened opened -> open(opened, at);
      case StudyEvent.TrialCreated created ->
          configurations.put(created.trial(), created.configuration());
      case StudyEvent.ConfirmationBegun begun -> {
        for (int i = 0; i < begun.trials(); i++) {
          leftOut.add(begun.first() + i);
        }
      }
      case StudyEvent.EpochRecorded epoch -> {
        double deeper = isInSeconds() ? deep(epoch.trial()) + counted(epoch) : epoch.epoch();
        depths.put(epoch.trial(), deeper);
        train(epoch.trial(), epoch.seconds());
      }
      case StudyEvent.EpochRetrained epoch -> train(epoch.trial(), epoch.seconds());
      case StudyEvent.BestImproved best -> winner = best.trial();
      case StudyEvent.CeilingRaised raised ->
          raise(raised.ceiling(), raised.reason() instanceof Reason.CheapSettled);
      case StudyEvent.LandingBegun _ -> land();
      default -> {}
    }
  }

  private void open(StudyEvent.StudyOpened opened, Instant at) {
    spec = opened.spec();
    if (spec.baseline()) {
      leftOut.add(0);
    }
    Integer first = Study.evolve(null, opened, at).search().ceiling();
    if (first != null) {
      raise(first, false);
    }
  }

  private boolean isInSeconds() {
    return spec != null && spec.fidelity().isInSeconds();
  }

  private static double counted(StudyEvent.EpochRecorded epoch) {
    return epoch.effort() == null ? epoch.seconds() : epoch.effort();
  }

  private double deep(int trial) {
    return depths.getOrDefault(trial, 0.0);
  }

  private void train(int trial, double seconds) {
    if (!leftOut.contains(trial)) {
      double from = now;
      now += seconds;
      epochs.add(new TrainedEpoch(trial, from, now, deep(trial)));
    }
  }

  private void raise(int ceiling, boolean settled) {
    raises.add(new Raised(now, ceiling, settled));
  }

  /**
   * The best are trained as far as there is in the last part of a study, whatever the ceiling, but
   * for those that are made for it.
   */
  private void land() {
    if (spec != null
        && !Families.matter(spec)
        && !raises.isEmpty()
        && raises.getLast().ceiling() < spec.fidelity().max()) {
      raise(spec.fidelity().max(), false);
    }
  }

  /** Where the time went up to the newest step. */
  Settling settling() {
    Configuration best = winner == null ? null : configurations.get(winner);
    int trials = (int) epochs.stream().mapToInt(TrainedEpoch::trial).distinct().count();
    if (spec == null || best == null || trials < Stretches.TRIALS_MIN || !(now > 0)) {
      return Settling.silent();
    }
    List<Slice> slices = Slice.of(epochs, now);
    List<Settling.Course> courses = new ArrayList<>();
    for (int i = 0; i < spec.space().dimension(); i++) {
      courses.add(new Courses(spec.space(), configurations, i, best).course(slices));
    }
    courses.sort(Settling.Course.FIRST_SETTLED);
    return new Settling(
        now,
        trials,
        spec.fidelity().name(),
        named(spec),
        winner,
        courses,
        depths(slices),
        raises());
  }

  private static Set<String> named(StudySpec spec) {
    StudySpec.Growth growth = spec.fidelity().growth();
    return growth == null ? Set.of() : growth.stages().keySet();
  }

  private static List<Settling.Depth> depths(List<Slice> slices) {
    List<Settling.Depth> all = new ArrayList<>();
    for (Slice slice : slices) {
      Weighted depths = slice.depths();
      if (!depths.isEmpty()) {
        all.add(
            new Settling.Depth(
                slice.number(),
                depths.quantile(Courses.LOW),
                depths.quantile(Courses.MIDDLE),
                depths.quantile(Courses.HIGH)));
      }
    }
    return all;
  }

  private List<Settling.Raise> raises() {
    return raises.stream()
        .map(one -> new Settling.Raise(one.seconds / now, one.ceiling, one.settled))
        .toList();
  }
}
