package dev.thaw.actors.journal;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the journals of studies are kept, from {@code thaw.journal}: each in an H2 file of its own,
 * or all in one PostgreSQL database. Never shows the password.
 *
 * @param url the JDBC URL of the database; empty for H2 files
 * @param user who connects
 * @param password empty if the database wants none
 * @param connections how many connections a process holds at most
 * @param connectTimeout how long a write waits for a connection
 * @param answerTimeout how long a statement may take before its connection is given up
 */
public record JournalSettings(
    String url,
    String user,
    String password,
    int connections,
    Duration connectTimeout,
    Duration answerTimeout) {

  private static final String SCHEME = "jdbc:postgresql:";

  public JournalSettings {
    if (!url.isEmpty()) {
      checkUrl(url);
    }
    if (user.isBlank()) {
      throw new IllegalArgumentException("thaw.journal.user () must not be empty.");
    }
    if (connections < 2 || connections > 100) {
      throw new IllegalArgumentException(
          "thaw.journal.connections (%d) must be from 2 to 100; each process holds so many."
              .formatted(connections));
    }
    checkSeconds("connect-timeout", connectTimeout);
    checkSeconds("answer-timeout", answerTimeout);
  }

  /** Messages show the URL only once it is known to hold no password. */
  private static void checkUrl(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.contains("password=") || lower.matches("[^?]*//[^/?]*@.*")) {
      throw new IllegalArgumentException(
          "thaw.journal.url must not hold a user's name or password, because URLs are logged.\n"
              + "Maybe move them to thaw.journal.user and thaw.journal.password, or"
              + " THAW_JOURNAL_USER and THAW_JOURNAL_PASSWORD.");
    }
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "thaw.journal.url (%s) must begin with %s, or be empty for H2 files.\nMaybe write jdbc:postgresql://HOST:5432/thaw."
              .formatted(url, SCHEME));
    }
  }

  /** The driver counts whole seconds, and 0 as for ever. */
  private static void checkSeconds(String key, Duration time) {
    if (time.toSeconds() < 1 || time.toSeconds() > 3600) {
      throw new IllegalArgumentException(
          "thaw.journal.%s (%s) must be from 1s to 1h.".formatted(key, time));
    }
  }

  /** Reads the settings. */
  public static JournalSettings from(Config config) {
    Config journal = config.getConfig("thaw.journal");
    return new JournalSettings(
        journal.getString("url").strip(),
        journal.getString("user"),
        journal.getString("password"),
        journal.getInt("connections"),
        journal.getDuration("connect-timeout"),
        journal.getDuration("answer-timeout"));
  }

  /** Whether each study has an H2 file of its own, see {@link StudyJournal}. */
  public boolean embedded() {
    return url.isEmpty();
  }

  /** The same with no longer time limits than this one, which counts as a second at least. */
  JournalSettings within(Duration limit) {
    Duration least = limit.toSeconds() < 1 ? Duration.ofSeconds(1) : limit;
    return new JournalSettings(
        url,
        user,
        password,
        connections,
        connectTimeout.compareTo(least) < 0 ? connectTimeout : least,
        answerTimeout.compareTo(least) < 0 ? answerTimeout : least);
  }

  /** The driver looks for a password file only if there is no password, not even an empty one. */
  @Nullable String passwordOrNull() {
    return password.isEmpty() ? null : password;
  }

  /** The URL without its parameters, as messages name it. */
  String name() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return embedded() ? "H2 files" : "%s as %s".formatted(name(), user);
  }
}
