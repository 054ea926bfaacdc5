package dev.thaw.app.feed;

import dev.thaw.core.study.StudyEvent;
import java.util.OptionalInt;

/** Whom events are about. */
final class Subjects {

  private Subjects() {}

  /** The trial that something was decided about; empty for epochs, and for the study's own. */
  static OptionalInt trial(StudyEvent event) {
    return switch (event) {
      case StudyEvent.TrialCreated about -> OptionalInt.of(about.trial());
      case StudyEvent.LeaseGranted about -> OptionalInt.of(about.trial());
      case StudyEvent.LeaseExtended about -> OptionalInt.of(about.trial());
      case StudyEvent.LeaseEnded about -> OptionalInt.of(about.trial());
      case StudyEvent.PauseOrdered about -> OptionalInt.of(about.trial());
      case StudyEvent.RungReached about -> OptionalInt.of(about.trial());
      case StudyEvent.RungLeft about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialCompleted about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialStopped about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialFailed about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialInfeasible about -> OptionalInt.of(about.trial());
      case StudyEvent.SessionCut about -> OptionalInt.of(about.trial());
      case StudyEvent.SessionErred about -> OptionalInt.of(about.trial());
      case StudyEvent.RestartCounted about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialUnpacked about -> OptionalInt.of(about.trial());
      case StudyEvent.MemoryExceeded about -> OptionalInt.of(about.trial());
      case StudyEvent.DeviceReserved about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialPassedOver about -> OptionalInt.of(about.trial());
      case StudyEvent.CheckpointLost about -> OptionalInt.of(about.trial());
      case StudyEvent.CheckpointOutOfReach about -> OptionalInt.of(about.trial());
      case StudyEvent.CheckpointEvicted about -> OptionalInt.of(about.trial());
      case StudyEvent.ForkAsked about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialEndAsked about -> OptionalInt.of(about.trial());
      case StudyEvent.TrialRecommended about -> OptionalInt.of(about.recommendation().trial());
      default -> OptionalInt.empty();
    };
  }
}
