package dev.thaw.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that run a study have in common. */
final class RunOptions {

  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of the spec, such as budget.wallClock=90s. May be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--json",
      description = "The last line on the standard output is one JSON object.")
  private boolean json;

  @Option(
      names = "--serve",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "0",
      description =
          "Serves its HTTP API on the loopback while it runs, at a free port unless one is named."
              + " Address and token are in server.json of its folder.")
  private @Nullable Integer serve;

  @Option(
      names = "--leash",
      description = "Leaves the study in good order when the standard input is closed.")
  private boolean leashed;

  List<String> overrides() {
    return overrides;
  }

  /**
   * The port of the HTTP API, 0 for any; null if the study is not served. Without the option the
   * setting {@code thaw.serve} decides.
   */
  @Nullable Integer serve() {
    Integer port = serve;
    if (port == null) {
      Config config = ConfigFactory.load();
      port = config.getBoolean("thaw.serve.enabled") ? config.getInt("thaw.serve.port") : null;
    }
    if (port != null && (port < 0 || port > PORT_MAX)) {
      throw new UserMistake("--serve (%d) must be a port in 0..%d.".formatted(port, PORT_MAX));
    }
    return port;
  }

  /** Whether the study is left when the standard input is closed. */
  boolean leashed() {
    return leashed;
  }

  boolean json() {
    return json;
  }
}
