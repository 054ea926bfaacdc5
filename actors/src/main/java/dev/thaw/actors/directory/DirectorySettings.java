package dev.thaw.actors.directory;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of the directory, from {@code thaw.directory}.
 *
 * @param lookInterval how often it looks for studies that nobody looks after
 * @param silence how long a supervisor may say nothing before its study is woken
 * @param wakesPerLook how many studies are woken at once
 * @param unopened how long a name is kept under which no study was opened
 */
public record DirectorySettings(
    Duration lookInterval, Duration silence, int wakesPerLook, Duration unopened) {

  public DirectorySettings {
    if (!lookInterval.isPositive() || silence.compareTo(lookInterval) < 0) {
      throw new IllegalArgumentException(
          "thaw.directory.look-interval (%s) must be more than 0 and at most thaw.directory.silence (%s)."
              .formatted(lookInterval, silence));
    }
    if (wakesPerLook < 1) {
      throw new IllegalArgumentException(
          "thaw.directory.wakes-per-look (%d) must be at least 1.".formatted(wakesPerLook));
    }
    if (unopened.compareTo(silence) < 0) {
      throw new IllegalArgumentException(
          "thaw.directory.unopened (%s) must be at least thaw.directory.silence (%s)."
              .formatted(unopened, silence));
    }
  }

  /** Reads the settings. */
  public static DirectorySettings from(Config config) {
    Config directory = config.getConfig("thaw.directory");
    return new DirectorySettings(
        directory.getDuration("look-interval"),
        directory.getDuration("silence"),
        directory.getInt("wakes-per-look"),
        directory.getDuration("unopened"));
  }
}
