package dev.thaw.app.view;

import dev.thaw.app.summary.Watched;
import java.time.Instant;

/** Shows a study while it runs. Safe for use by several threads. */
public interface StudyView extends AutoCloseable {

  /** A view that shows nothing. */
  static StudyView silent() {
    return new StudyView() {
      @Override
      public void show(Watched study, Instant now) {}

      @Override
      public void close() {}
    };
  }

  /**
   * Shows a study, or not if another was shown a moment ago; the last state of a study is always
   * shown. Cheap enough for every change of a study, but a tick of five times a second will do.
   *
   * @param now the present; never earlier than before
   */
  void show(Watched study, Instant now);

  /** Leaves the terminal as it was found. May be called again, and while a process shuts down. */
  @Override
  void close();
}
