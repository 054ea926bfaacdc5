package dev.thaw.actors.trial;

import dev.thaw.core.study.StudyInput;
import java.time.Instant;

/** Something that a node has to tell a study; becomes an input of it. */
public interface StudyReport {

  /** The input that this report is, at an instant. */
  StudyInput at(Instant at);
}
