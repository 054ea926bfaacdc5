package dev.thaw.actors.directory;

import java.time.Instant;

/** A row of the directory's journal. */
public sealed interface DirectoryEvent {

  /** A study may be opened under this name, and is to be looked after from now on. */
  record StudyEntered(String study, Instant at) implements DirectoryEvent {}

  /** A study is over; this is how it stood. */
  record StudyFinished(StudyLine line, Instant at) implements DirectoryEvent {}

  /** Nobody ever opened a study under this name. */
  record StudyForgotten(String study, Instant at) implements DirectoryEvent {}

  /** Whoever wants to know is to be told that a study is over. */
  record EndDue(String study, Instant at) implements DirectoryEvent {}

  /**
   * Whoever wants to know has been told, or cannot be.
   *
   * @param due the instant of the {@link EndDue}
   */
  record EndTold(String study, Instant due) implements DirectoryEvent {}
}
