package dev.thaw.actors.study;

import org.apache.pekko.pattern.StatusReply;

/** What somebody hears who asks for a study that is not open. */
final class Unknown {

  private Unknown() {}

  static void answer(String study, StudySupervisor.Command command) {
    String why = "study (" + study + ") is not open.";
    switch (command) {
      case StudySupervisor.StopStudy c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.SetShare c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.ExtendStudy c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.GiveCommand c -> c.replyTo().tell(StatusReply.error(why));
      case StudySupervisor.Describe c -> c.replyTo().tell(StudyAnswer.error(why));
      default -> {} // Nobody waits for an answer.
    }
  }
}
