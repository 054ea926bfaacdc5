package dev.thaw.actors.study;

import dev.thaw.core.study.StudyState;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where a supervisor lives, beyond its journal and its broker. Called from the supervisor; must
 * return at once.
 */
public interface StudyHome {

  /**
   * Whether no other study can want the slots: then there is no reason to give any back that may be
   * of use later, such as for another try on another device.
   */
  boolean isAlone();

  /** The study is open and stands like this: told every few seconds, and when it ends. */
  void stands(StudyState state);

  /**
   * The study is over, and nobody has asked for it for a while: its supervisor may be ended.
   *
   * @param supervisor who is not needed any more
   */
  void idle(ActorRef<StudySupervisor.Command> supervisor);

  /**
   * Somebody asked for a study that was never opened.
   *
   * @param supervisor who is not needed
   */
  void unopened(ActorRef<StudySupervisor.Command> supervisor);

  /** Somebody wants to know how the study stands. */
  void describe(StudyState state, StudySupervisor.Describe question);

  /**
   * What was decided breaks what must hold, so that the study is frozen.
   *
   * @return where all will be that a bug report needs, for people
   */
  String broken(Incident incident);

  /** A home that tells nobody and keeps its supervisor for ever. */
  static StudyHome none() {
    return new StudyHome() {
      @Override
      public boolean isAlone() {
        return true;
      }

      @Override
      public void stands(StudyState state) {}

      @Override
      public void idle(ActorRef<StudySupervisor.Command> supervisor) {}

      @Override
      public void unopened(ActorRef<StudySupervisor.Command> supervisor) {}

      @Override
      public void describe(StudyState state, StudySupervisor.Describe question) {
        question.replyTo().tell(StudyAnswer.error("nobody here describes studies."));
      }

      @Override
      public String broken(Incident incident) {
        return "the journal";
      }
    };
  }
}
