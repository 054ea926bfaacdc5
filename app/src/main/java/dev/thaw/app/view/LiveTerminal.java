package dev.thaw.app.view;

import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Lifecycle;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws frames over one another. The last frame stays on the screen. */
final class LiveTerminal implements StudyView {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final String ESCAPE = "\u001b[";
  private static final String HIDE = ESCAPE + "?25l";
  private static final String SHOW = ESCAPE + "?25h";
  private static final String NO_WRAP = ESCAPE + "?7l";
  private static final String WRAP = ESCAPE + "?7h";
  private static final String REST_OF_LINE = ESCAPE + "K";
  private static final String REST_OF_SCREEN = ESCAPE + "J";

  private final PrintStream out;
  private final Path directory;
  private final Look look;
  private @Nullable Instant drawn;
  private int height;
  private boolean closed;

  LiveTerminal(PrintStream out, Path directory, Look look) {
    this.out = out;
    this.directory = directory;
    this.look = look;
  }

  @Override
  public synchronized void show(Watched study, Instant now) {
    boolean last = study.state().lifecycle().phase() == Lifecycle.Phase.ENDED;
    boolean early = drawn != null && now.isBefore(drawn.plus(PERIOD));
    if (closed || (early && !last)) {
      return;
    }
    drawn = now;
    draw(LiveView.frame(study, now, directory, look));
  }

  /** One write a frame, so that nothing flickers; long lines of a narrowed window do not wrap. */
  private void draw(List<String> lines) {
    var frame = new StringBuilder(HIDE + NO_WRAP);
    if (height > 0) {
      frame.append(ESCAPE).append(height).append('A');
    }
    frame.append('\r');
    for (String line : lines) {
      frame.append(line).append(REST_OF_LINE).append("\r\n");
    }
    frame.append(REST_OF_SCREEN).append(WRAP);
    height = lines.size();
    out.print(frame);
    out.flush();
  }

  @Override
  public synchronized void close() {
    if (!closed && height > 0) {
      out.print(SHOW);
      out.flush();
    }
    closed = true;
  }
}
