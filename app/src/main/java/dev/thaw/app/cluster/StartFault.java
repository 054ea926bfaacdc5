package dev.thaw.app.cluster;

import com.typesafe.config.Config;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why an actor system cannot listen, in words for whoever started it. */
final class StartFault {

  private final String host;
  private final String port;

  private StartFault(Config system) {
    host = setting(system, "host");
    port = setting(system, "port");
  }

  /**
   * Explains a failure.
   *
   * @param system the settings of the actor system that did not start
   * @return empty if it has to do with no setting
   */
  static Optional<String> explain(Throwable failure, Config system) {
    var fault = new StartFault(system);
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(fault::explain)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> explain(Throwable cause) {
    String words = String.valueOf(cause.getMessage());
    return Optional.ofNullable(
        switch (cause) {
          case BindException _ when words.contains("in use") ->
              port
                  + " is in use.\n"
                  + "Maybe another node runs on this machine: choose another --port, or 0 on a"
                  + " worker.";
          case BindException _ when words.contains("assign") ->
              host
                  + " must be an address of this machine.\n"
                  + "Maybe others reach it by another one: say where to listen with"
                  + " THAW_BIND_HOST.";
          case BindException _ ->
              "%s at %s cannot be listened on: %s.\nMaybe choose another one: --port"
                  .formatted(port, host, words);
          case UnresolvedAddressException _, UnknownHostException _ ->
              host + " is no name that is known here.\nMaybe give the address instead: --host";
          default -> null;
        });
  }

  /** Where a node listens need not be where the others reach it. */
  private static String setting(Config system, String key) {
    String bind = "pekko.remote.artery.bind." + (key.equals("host") ? "hostname" : key);
    String canonical = bind.replace(".bind.", ".canonical.");
    String bound = system.getString(bind);
    return bound.isEmpty()
        ? "thaw.cluster.%s (%s)".formatted(key, system.getString(canonical))
        : "%s (%s)".formatted(bind, bound);
  }
}
