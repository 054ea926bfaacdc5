package dev.thaw.actors.study;

import dev.thaw.core.study.StudyState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** Who hears of every row of a study. Confined to its supervisor. */
final class Watchers {

  private final ActorContext<StudySupervisor.Command> context;
  private final Set<ActorRef<StudyChanged>> watchers = new LinkedHashSet<>();

  Watchers(ActorContext<StudySupervisor.Command> context) {
    this.context = context;
  }

  /** From now on somebody hears of every row, and at once how the study stands. */
  void add(ActorRef<StudyChanged> watcher, @Nullable StudyState state) {
    watchers.add(watcher);
    context.watchWith(watcher, new Inner.WatcherGone(watcher));
    if (state != null) {
      watcher.tell(new StudyChanged(0, List.of(), state));
    }
  }

  void remove(ActorRef<StudyChanged> watcher) {
    watchers.remove(watcher);
  }

  /** Tells everybody what was decided in a row, and where it led. */
  void announce(long row, Steps decided) {
    StudyState state = decided.state();
    if (state != null) {
      var changed = new StudyChanged(row, decided.recorded().steps(), state);
      watchers.forEach(watcher -> watcher.tell(changed));
    }
  }
}
