package dev.thaw.actors.study;

import org.apache.pekko.pattern.StatusReply;

/** What somebody hears who asks for a study that is not open, or is frozen. */
final class Unanswerable {

  private Unanswerable() {}

  /**
   * Answers whoever waits for an answer.
   *
   * @param why there is no better one
   */
  static void answer(StudySupervisor.Command command, String why) {
    switch (command) {
      case StudySupervisor.OpenStudy c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.StopStudy c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.SetShare c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.ExtendStudy c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.GiveCommand c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.Describe c -> c.replyTo().tell(StudyAnswer.error(why));
      default -> {} // Nobody waits for an answer.
    }
  }
}
