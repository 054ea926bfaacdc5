package dev.thaw.app.cluster;

import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.workers.asked.AskHub;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Lets go the sessions of this node that nobody has asked for, when their study wants no more: it
 * is paused, or ends. Nobody else would, and the study would wait for them.
 */
final class AskRelease {

  static final Duration PERIOD = Duration.ofSeconds(2);

  private AskRelease() {}

  /** Looks again and again, for as long as a system lives. */
  static void every(Duration period, ActorSystem<?> system, AskHub hub, StudyDesk desk) {
    var unused =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                period, period, () -> look(hub, desk), system.executionContext());
  }

  /** Looks once. A study that cannot be asked now is asked the next time. */
  static void look(AskHub hub, StudyDesk desk) {
    for (String study : hub.studiesThatWait()) {
      var unused =
          desk.status(study)
              .thenAccept(
                  status -> {
                    if (wantsNoMore(status.summary())) {
                      hub.release(study);
                    }
                  });
    }
  }

  private static boolean wantsNoMore(StudySummary summary) {
    return !summary.state().equals("running") || summary.closedAt() != null;
  }
}
