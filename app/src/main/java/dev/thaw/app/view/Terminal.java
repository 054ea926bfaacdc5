package dev.thaw.app.view;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an output can bear.
 *
 * @param live whether frames can be drawn over one another
 * @param colour whether colours are wanted
 * @param unicode whether characters beyond ASCII arrive
 * @param width columns
 * @param height lines
 */
public record Terminal(boolean live, boolean colour, boolean unicode, int width, int height) {

  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final int TALLEST = 24;

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    String encoding = System.getProperty("stderr.encoding", "");
    return of(System.getenv(), terminal, encoding);
  }

  /**
   * The terminal that an environment describes. A dumb terminal and a build server are not drawn
   * upon; {@code NO_COLOR} is respected; {@code COLUMNS} and {@code LINES} give the size, which is
   * 80 by 24 otherwise.
   *
   * @param environment the variables of the environment
   * @param terminal whether somebody sits at the other end
   * @param encoding the name of the output's encoding; empty if unknown
   */
  public static Terminal of(Map<String, String> environment, boolean terminal, String encoding) {
    String kind = environment.getOrDefault("TERM", "");
    boolean live = terminal && !kind.isEmpty() && !kind.equals("dumb") && unset(environment, "CI");
    return new Terminal(
        live,
        live && unset(environment, "NO_COLOR"),
        encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8"),
        number(environment, "COLUMNS", 80, Look.MIN_WIDTH),
        number(environment, "LINES", 24, Look.MIN_HEIGHT));
  }

  private static boolean unset(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").isEmpty();
  }

  private static int number(Map<String, String> environment, String name, int other, int least) {
    try {
      return Math.clamp(Integer.parseInt(environment.getOrDefault(name, "")), least, 1000);
    } catch (NumberFormatException absent) {
      return other;
    }
  }

  /**
   * Opens the richest view that the terminal can bear: frames, or lines.
   *
   * @param out where to; standard error, so that standard output stays for results
   * @param directory the folder of the study that will be shown
   * @param zone where the reader's clock is
   */
  public StudyView open(PrintStream out, Path directory, ZoneId zone) {
    // The last line of a screen is left to the cursor.
    int lines = Math.clamp(height - 1L, Look.MIN_HEIGHT, TALLEST);
    return live
        ? new LiveTerminal(out, directory, new Look(width, lines, colour, unicode, zone))
        : new PlainTerminal(out, HEARTBEAT);
  }
}
