package dev.thaw.core.insight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Finds the decisions that deserve a {@link SecondLook}; of rungs the highest come first. */
public final class SecondLooks {

  private static final int MOST_OF_A_KIND = 3;
  private static final double LATE = 0.9;
  private static final double NINE_TENTHS = 1.6448536269514722;

  private SecondLooks() {}

  /** The decisions of a study that deserve a second look. */
  public static List<SecondLook> of(StudyState state, Night night) {
    List<SecondLook> looks = new ArrayList<>();
    List<SecondLook> frozen = new ArrayList<>();
    List<SecondLook> close = new ArrayList<>();
    for (Level level : levels(state)) {
      addFrozen(frozen, state, level);
      addClose(close, state, level);
    }
    looks.addAll(frozen.subList(0, Math.min(MOST_OF_A_KIND, frozen.size())));
    looks.addAll(close.subList(0, Math.min(MOST_OF_A_KIND, close.size())));
    addRecommendation(looks, state, night);
    addMissed(looks, night);
    addRetrained(looks, state, night);
    return List.copyOf(looks);
  }

  /** A rung from which some trials went on and in which others wait. */
  private record Level(int bracket, Rung rung) {}

  private static List<Level> levels(StudyState state) {
    List<Level> levels = new ArrayList<>();
    for (Bracket bracket : state.search().brackets()) {
      for (Rung rung : bracket.rungs().subList(0, bracket.top())) {
        if (rung.promoted() > 0 && !rung.waiting().isEmpty()) {
          levels.add(new Level(bracket.number(), rung));
        }
      }
    }
    levels.sort(Comparator.comparingInt((Level level) -> level.rung().epochs()).reversed());
    return levels;
  }

  private static void addFrozen(List<SecondLook> looks, StudyState state, Level level) {
    Standing best = level.rung().arrived().keyAt(0);
    boolean waits = level.rung().waiting().containsKey(best);
    if (waits && state.trial(best.trial()).status() == TrialStatus.PAUSED) {
      looks.add(
          new SecondLook(
              SecondLook.Kind.BEST_LEFT_FROZEN,
              best.trial(),
              List.of(
                  new Lesson.Figure("epochs", level.rung().epochs()),
                  new Lesson.Figure("arrived", level.rung().arrived().size()),
                  new Lesson.Figure("promoted", level.rung().promoted())),
              "trial %d was left frozen as the best of %d at %d %s in bracket %d, while %d others went on"
                  .formatted(
                      best.trial(),
                      level.rung().arrived().size(),
                      level.rung().epochs(),
                      state.spec().fidelity().name(),
                      level.bracket(),
                      level.rung().promoted())));
    }
  }

  /** The best of those who wait against the worst of those who went on. */
  private static void addClose(List<SecondLook> looks, StudyState state, Level level) {
    Standing behind = level.rung().waiting().keyAt(0);
    Standing ahead = null;
    for (Map.Entry<Standing, Boolean> entry : level.rung().arrived()) {
      ahead = level.rung().waiting().containsKey(entry.getKey()) ? ahead : entry.getKey();
    }
    Trial trial = state.trial(behind.trial());
    boolean many = level.rung().shown() != null; // Their scores are places.
    if (many
        || ahead == null
        || trial.status() != TrialStatus.PAUSED
        || behind.compareTo(ahead) <= 0) {
      return;
    }
    OptionalDouble noise = Noise.of(state.trial(ahead.trial()).curve());
    double lost = behind.score() - ahead.score();
    if (noise.isPresent() && lost < NINE_TENTHS * Math.sqrt(2) * noise.getAsDouble()) {
      looks.add(
          new SecondLook(
              SecondLook.Kind.CLOSE_CALL,
              behind.trial(),
              List.of(
                  new Lesson.Figure("epochs", level.rung().epochs()),
                  new Lesson.Figure("lostBy", lost),
                  new Lesson.Figure("noise", noise.getAsDouble())),
              "trial %d stayed behind trial %d at %d %s by %s, less than the scatter of neighbouring epochs explains (%s)"
                  .formatted(
                      behind.trial(),
                      ahead.trial(),
                      level.rung().epochs(),
                      state.spec().fidelity().name(),
                      Words.number(lost),
                      Words.number(noise.getAsDouble()))));
    }
  }

  private static void addRecommendation(List<SecondLook> looks, StudyState state, Night night) {
    long epochs = state.progress().spending().allEpochs();
    if (night.recommendations().size() > 1) {
      Night.Recommended last = night.recommendations().getLast();
      if (last.epochs() >= LATE * epochs) {
        looks.add(
            new SecondLook(
                SecondLook.Kind.LATE_RECOMMENDATION,
                last.trial(),
                List.of(new Lesson.Figure("shareOfEpochs", (double) last.epochs() / epochs)),
                "the recommendation changed to trial %d only after %s of all epochs"
                    .formatted(last.trial(), Words.percent((double) last.epochs() / epochs))));
      }
    }
    Progress.Best best = state.progress().best();
    Trial recommended = state.recommended();
    if (best != null && recommended != null && recommended.number() != best.trial()) {
      looks.add(
          new SecondLook(
              SecondLook.Kind.BEST_NOT_RECOMMENDED,
              best.trial(),
              List.of(new Lesson.Figure("value", best.value())),
              "trial %d has the best value, but trial %d is expected to be better in the end"
                  .formatted(best.trial(), recommended.number())));
    }
  }

  private static void addMissed(List<SecondLook> looks, Night night) {
    int times = night.missed().size();
    if (times > 0) {
      looks.add(
          new SecondLook(
              SecondLook.Kind.ADVICE_MISSED,
              null,
              List.of(new Lesson.Figure("times", times)),
              "the adviser did not answer in time %s, and ranks decided meanwhile"
                  .formatted(times == 1 ? "once" : times + " times")));
    }
  }

  private static void addRetrained(List<SecondLook> looks, StudyState state, Night night) {
    int epochs = night.retrained().values().stream().mapToInt(Integer::intValue).sum();
    if (epochs == 0) {
      return;
    }
    int most =
        night.retrained().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
    looks.add(
        new SecondLook(
            SecondLook.Kind.RETRAINED,
            most,
            List.of(
                new Lesson.Figure("epochs", epochs),
                new Lesson.Figure("trials", night.retrained().size())),
            "%d %s of %d trials were trained again behind lost or evicted checkpoints, most of them (%d) of trial %d"
                .formatted(
                    epochs,
                    state.spec().fidelity().epoch(),
                    night.retrained().size(),
                    night.retrained().getOrDefault(most, 0),
                    most)));
  }
}
