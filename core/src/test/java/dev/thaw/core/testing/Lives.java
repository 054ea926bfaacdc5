package dev.thaw.core.testing;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lives of trials as strings: the epochs at which a trial was compared, in order, and how it
 * ended, for instance {@code "1 3 9"} or {@code "1 3 stopped"}.
 */
public final class Lives {

  private Lives() {}

  /** The life of every trial, by number. */
  public static List<String> of(List<Step> steps) {
    Map<Integer, Integer> epochs = new TreeMap<>();
    Map<Integer, String> lives = new TreeMap<>();
    for (Step step : steps) {
      for (StudyEvent event : step.events()) {
        switch (event) {
          case StudyEvent.TrialCreated e -> lives.put(e.trial(), "");
          case StudyEvent.EpochRecorded e -> epochs.put(e.trial(), e.epoch());
          case StudyEvent.RungReached e ->
              lives.merge(e.trial(), epochs.get(e.trial()) + " ", String::concat);
          case StudyEvent.TrialStopped e -> lives.merge(e.trial(), "stopped", String::concat);
          case StudyEvent.TrialFailed e -> lives.merge(e.trial(), "failed", String::concat);
          case StudyEvent.TrialInfeasible e -> lives.merge(e.trial(), "infeasible", String::concat);
          default -> {}
        }
      }
    }
    return lives.values().stream().map(String::strip).toList();
  }

  /** A table such as {@code "27x1 9x3"} as it follows from lives: how many reached each level. */
  public static String table(List<String> lives) {
    Map<Integer, Integer> reached = new TreeMap<>();
    for (String life : lives) {
      for (String level : life.split(" ", -1)) {
        if (!level.isEmpty() && Character.isDigit(level.charAt(0))) {
          reached.merge(Integer.parseInt(level), 1, Integer::sum);
        }
      }
    }
    List<String> cells = new ArrayList<>();
    reached.forEach((level, trials) -> cells.add(trials + "@" + level));
    return String.join(" ", cells);
  }
}
