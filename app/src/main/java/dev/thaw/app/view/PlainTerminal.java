package dev.thaw.app.view;

import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Lifecycle;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Prints a line when something notable happened, and every now and then how the study stands. */
final class PlainTerminal implements StudyView {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final PrintStream out;
  private final Duration heartbeat;
  private @Nullable Watched said;
  private Instant looked = Instant.MIN;
  private Instant spoke = Instant.MIN;

  PlainTerminal(PrintStream out, Duration heartbeat) {
    this.out = out;
    this.heartbeat = heartbeat;
  }

  @Override
  public synchronized void show(Watched study, Instant now) {
    if (said == null) {
      say(PlainView.heartbeat(study, now), now);
      said = study;
      return;
    }
    boolean last = study.state().lifecycle().phase() == Lifecycle.Phase.ENDED;
    if (now.isBefore(looked.plus(PERIOD)) && !last) {
      return;
    }
    looked = now;
    PlainView.line(said.state(), study.state(), now).ifPresent(line -> say(line, now));
    if (!now.isBefore(spoke.plus(heartbeat)) && !last) {
      say(PlainView.heartbeat(study, now), now);
    }
    said = study;
  }

  private void say(String line, Instant now) {
    out.println(line);
    looked = now;
    spoke = now;
  }

  @Override
  public synchronized void close() {
    out.flush();
  }
}
