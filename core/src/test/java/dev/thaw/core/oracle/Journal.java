package dev.thaw.core.oracle;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the facts out of the steps of a study. */
final class Journal {

  private Journal() {}

  /**
   * The facts of a step.
   *
   * @param sign 1 if the objective is minimised, -1 if it is maximised
   */
  static List<Fact> facts(Step step, int sign) {
    List<Fact> facts = new ArrayList<>();
    for (StudyEvent event : step.events()) {
      Fact fact = fact(step, event, sign);
      if (fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }

  private static @Nullable Fact fact(Step step, StudyEvent event, int sign) {
    return switch (event) {
      case StudyEvent.TrialCreated e -> new Fact.Created(e.trial(), e.bracket());
      case StudyEvent.EpochRecorded e -> new Fact.Trained(e.trial(), e.epoch(), sign * e.value());
      case StudyEvent.EpochRetrained e -> new Fact.Retrained(e.trial(), e.epoch());
      case StudyEvent.RungReached e ->
          new Fact.Arrived(e.trial(), e.bracket(), e.rung(), e.score());
      case StudyEvent.TrialPromoted e ->
          new Fact.Promoted(e.trial(), e.position().bracket(), e.position().rung());
      case StudyEvent.TrialStopped e -> new Fact.Stopped(e.trial());
      case StudyEvent.TrialFailed e -> new Fact.Failed(e.trial());
      case StudyEvent.TrialInfeasible e -> new Fact.Failed(e.trial());
      case StudyEvent.SuggestionsExhausted _ -> new Fact.Exhausted();
      case StudyEvent.LeaseGranted e ->
          new Fact.Leased(e.fence(), e.trial(), e.epochLimit(), step.input().at());
      case StudyEvent.LeaseExtended e -> new Fact.Extended(e.trial(), e.epochLimit());
      case StudyEvent.LeaseEnded e -> new Fact.Released(e.fence(), step.input().at());
      default -> null;
    };
  }
}
