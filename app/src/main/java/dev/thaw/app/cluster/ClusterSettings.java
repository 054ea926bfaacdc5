package dev.thaw.app.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.thaw.actors.watch.HostingRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of a node of a cluster, from {@code thaw.cluster}.
 *
 * @param role what it does
 * @param name the worker's name, unique in the cluster
 * @param host the host name or address by which all others reach it
 * @param port its port; 0 for any that is free
 * @param seeds whom to join, as {@code host:port}; empty for nobody but itself
 * @param slots how many slots the processor offers where there is no GPU; empty for half the cores
 * @param slotsPerGpu how many trials share one GPU; empty for as many as fit
 * @param gpusPerTrial how many GPUs a trial gets; empty for one where there are any
 * @param directory below which studies are kept, absolute
 * @param reports below which the reports of studies that end are written, absolute; empty for
 *     nowhere
 * @param leaveTime how long the node may take to leave in good order; at least 1 s
 * @param joinTime how long it may take to join before that is an error worth a line in the log; at
 *     least 1 s
 * @param rejoinTime for at least 1 s, how long a node that was made to leave hopes to be let in
 *     again by those that it knew, before its first seed forms a cluster anew
 * @param hosting when the node gives its studies up because its journal is out of reach
 */
public record ClusterSettings(
    Role role,
    String name,
    String host,
    int port,
    List<String> seeds,
    OptionalInt slots,
    OptionalInt slotsPerGpu,
    OptionalInt gpusPerTrial,
    Path directory,
    Optional<Path> reports,
    Duration leaveTime,
    Duration joinTime,
    Duration rejoinTime,
    HostingRule hosting) {

  private static final String PATH = "thaw.cluster.";
  private static final Duration LEAST = Duration.ofSeconds(1);

  public ClusterSettings {
    seeds = List.copyOf(seeds);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(PATH + "port (%d) must be in 0..65535.".formatted(port));
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          PATH + "host () must be the name or address by which the other nodes reach this one.");
    }
    for (String seed : seeds) {
      if (!seed.matches("[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5}")) {
        throw new IllegalArgumentException(
            PATH
                + "seeds (%s) must be addresses such as node-1:2551, separated by commas.\nMaybe the port is missing."
                    .formatted(seed));
      }
    }
    check("slots", slots, 1);
    check("slots-per-gpu", slotsPerGpu, 1);
    check("gpus-per-trial", gpusPerTrial, 0);
    check("leave-time", leaveTime);
    check("join-time", joinTime);
    check("rejoin-time", rejoinTime);
  }

  /** A number without a unit is in milliseconds, which nobody means here. */
  private static void check(String key, Duration time) {
    if (time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          PATH
              + "%s (%s) must be at least 1s.\nMaybe its unit is missing, as in %ds."
                  .formatted(key, time, Math.max(1, time.toMillis())));
    }
  }

  private static void check(String key, OptionalInt value, int least) {
    if (value.isPresent() && value.getAsInt() < least) {
      throw new IllegalArgumentException(
          PATH + "%s (%d) must be at least %d.".formatted(key, value.getAsInt(), least));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws ConfigException if one is missing or of another type
   * @throws IllegalArgumentException if one is out of range
   */
  public static ClusterSettings from(Config config) {
    Config cluster = config.getConfig("thaw.cluster");
    int port = cluster.getInt("port");
    String host = cluster.getString("host").strip();
    String name = cluster.getString("name").strip();
    Path directory = absolute(cluster.getString("directory"));
    return new ClusterSettings(
        role(cluster.getString("role")),
        name.isEmpty() ? machine() + (port == 0 ? "" : "-" + port) : name,
        host,
        port,
        seeds(cluster.getString("seeds")),
        count(cluster, "slots"),
        count(cluster, "slots-per-gpu"),
        count(cluster, "gpus-per-trial"),
        directory,
        reports(cluster.getString("report-directory").strip(), directory),
        cluster.getDuration("leave-time"),
        cluster.getDuration("join-time"),
        cluster.getDuration("rejoin-time"),
        new HostingRule(
            cluster.getDuration("journal-patience"), cluster.getDuration("journal-recovery")));
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  /** HOCON reads {@code off} as a boolean, and gives it as {@code false} or as it is written. */
  private static Optional<Path> reports(String where, Path directory) {
    if (where.equals("off") || where.equals("false")) {
      return Optional.empty();
    }
    return Optional.of(where.isEmpty() ? directory : absolute(where));
  }

  private static Role role(String role) {
    try {
      return Role.valueOf(role.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          PATH + "role (%s) must be supervisor, worker or both.".formatted(role), unknown);
    }
  }

  private static OptionalInt count(Config cluster, String key) {
    String text = cluster.getString(key).strip();
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          PATH + "%s (%s) must be a whole number, or empty.".formatted(key, text), notANumber);
    }
  }

  private static List<String> seeds(String text) {
    List<String> seeds = new ArrayList<>();
    for (String seed : text.split(",", -1)) {
      if (!seed.isBlank()) {
        seeds.add(seed.strip());
      }
    }
    return seeds;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
