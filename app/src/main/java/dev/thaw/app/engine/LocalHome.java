package dev.thaw.app.engine;

import dev.thaw.actors.study.Incident;
import dev.thaw.actors.study.StudyAnswer;
import dev.thaw.actors.study.StudyHome;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.report.IncidentBundle;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The home of a study that has a process for itself. */
final class LocalHome implements StudyHome {

  private static final Logger LOG = LoggerFactory.getLogger(LocalHome.class);

  private final StudyFolder folder;
  private final Consumer<String> frozen;
  private volatile @Nullable String why;

  /**
   * A home.
   *
   * @param frozen hears, for people, that the study is frozen, once the bundle is written
   */
  LocalHome(StudyFolder folder, Consumer<String> frozen) {
    this.folder = folder;
    this.frozen = frozen;
  }

  /** Why the study is frozen; null if it is not. */
  @Nullable String frozen() {
    return why;
  }

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
    Path bundle = IncidentBundle.place(folder.directory(), incident);
    why = incident.sentence(bundle.toString());
    Thread.ofPlatform()
        .name("thaw-incident")
        .start(
            () -> {
              write(incident, bundle);
              frozen.accept(incident.sentence(bundle.toString()));
            });
    return bundle.toString();
  }

  private void write(Incident incident, Path bundle) {
    try {
      IncidentBundle.write(
          bundle, incident, action -> JournalRows.forEach(folder, incident.study(), action));
    } catch (IOException | IllegalStateException unwritten) {
      LOG.error("the bundle for a bug report cannot be written to {}", bundle, unwritten);
    }
  }
}
