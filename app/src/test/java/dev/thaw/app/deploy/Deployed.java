package dev.thaw.app.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the program offers to those who start it. */
final class Deployed {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path CONF = ROOT.resolve("conf");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[?]?(THAW_[A-Z_]+)[}:+]");

  private Deployed() {}

  /** The settings as they are shipped, whatever the environment of this test holds. */
  static Config shipped() {
    return ConfigFactory.parseResources(
            "thaw-cluster.conf", ConfigParseOptions.defaults().setAllowMissing(false))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve(ConfigResolveOptions.noSystem());
  }

  /** After how long a node that was told to end is gone, at the latest; see NodeCommand. */
  static Duration leavesWithin() {
    return shipped().getDuration("thaw.cluster.leave-time").multipliedBy(2).plusSeconds(10);
  }

  /** All variables that settings or launchers read. */
  static Set<String> variables() {
    Set<String> names = new TreeSet<>();
    for (Path file : readers()) {
      Matcher found = VARIABLE.matcher(text(file));
      while (found.find()) {
        names.add(found.group(1));
      }
    }
    return names;
  }

  private static Iterable<Path> readers() {
    try (Stream<Path> conf = Files.list(CONF);
        Stream<Path> actors = Files.list(ROOT.resolve("actors/src/main/resources"));
        Stream<Path> app = Files.list(ROOT.resolve("app/src/main/resources"));
        Stream<Path> workers = Files.list(ROOT.resolve("gpu-workers/src/main/resources"))) {
      Stream<Path> settings =
          Stream.of(conf, actors, app, workers)
              .flatMap(files -> files)
              .filter(file -> file.toString().endsWith(".conf"));
      return Stream.concat(settings, Stream.of(ROOT.resolve("build/launcher.sh"))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings as they are with these variables. */
  static Config with(Map<String, String> environment) {
    return ConfigFactory.parseMap(environment)
        .withFallback(
            ConfigFactory.parseResources("thaw-cluster.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved()))
        .resolve(ConfigResolveOptions.noSystem());
  }
}
