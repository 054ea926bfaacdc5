package dev.thaw.app.doctor;

import dev.thaw.app.view.Terminal;
import java.util.List;

/** What progress will look like on this terminal. */
final class Screen {

  private Screen() {}

  static List<Finding> findings(Terminal terminal) {
    if (!terminal.live()) {
      return List.of(Finding.ok("terminal", "none: progress is printed line by line"));
    }
    String what =
        "%d x %d, %s: progress is drawn"
            .formatted(
                terminal.width(), terminal.height(), terminal.colour() ? "colours" : "no colours");
    return List.of(
        terminal.unicode()
            ? Finding.ok("terminal", what)
            : Finding.note("terminal", what + ", in ASCII. Maybe set LC_ALL=C.UTF-8."));
  }
}
