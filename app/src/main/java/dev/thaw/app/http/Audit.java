package dev.thaw.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.access.Caller;
import dev.thaw.app.desk.DeskJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who changed what, or tried to: a line of JSON for each request that may change
 * something, to the logger {@value #LOGGER}. It has neither tokens nor what was sent.
 */
final class Audit {

  /** The logger that all lines go to. */
  static final String LOGGER = "thaw.audit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  /** What is not a name of a study was made up by whoever sent it, and may be of any length. */
  private static final int LONGEST = 100;

  private final boolean on;
  private final InstantSource clock;

  /** Creates an audit, which writes nothing if it is off. */
  Audit(boolean on, InstantSource clock) {
    this.on = on;
    this.clock = clock;
  }

  static Audit off() {
    return new Audit(false, InstantSource.system());
  }

  /**
   * A line.
   *
   * @param at when it was answered
   * @param who the name of the token; left out if none that is worth something was shown
   * @param from the address that the connection came from
   * @param action the method and path, with names in braces for what varies
   * @param study which study it was about; left out if that did not become clear
   * @param status of the answer
   * @param outcome done or refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      String at,
      @Nullable String who,
      String from,
      String action,
      @Nullable String study,
      int status,
      String outcome) {}

  /** Writes down what became of a request, if it may have changed something. */
  void write(Trace trace, int status) {
    Route route = trace.route();
    if (!on || route == null || !route.changes()) {
      return;
    }
    Caller caller = trace.caller();
    String study = trace.study();
    var line =
        new Line(
            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
            caller == null ? null : caller.name(),
            trace.address(),
            route.method() + " " + route.template(),
            study.isEmpty() ? null : study.substring(0, Math.min(LONGEST, study.length())),
            status,
            status < 400 ? "done" : "refused");
    if (LOG.isInfoEnabled()) {
      LOG.info("{}", new String(DeskJson.bytes(line), StandardCharsets.UTF_8));
    }
  }
}
