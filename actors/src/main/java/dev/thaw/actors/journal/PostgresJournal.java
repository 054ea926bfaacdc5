package dev.thaw.actors.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The journal of all studies of a cluster: tables in one PostgreSQL database, which every node
 * writes to. Two nodes that both believe to own a study cannot both add its next row: the primary
 * key lets one of them through, and the other one reads what it missed.
 *
 * <p>Everything but {@link #config} blocks the thread, for a few times {@code
 * thaw.journal.connect-timeout} at most where the server does not answer.
 */
public final class PostgresJournal {

  private static final String POOL = "pekko-persistence-jdbc.shared-databases.thaw.db";

  private final JournalSettings settings;
  private final PostgresDatabase database;

  private PostgresJournal(JournalSettings settings) {
    this.settings = settings;
    this.database = new PostgresDatabase(settings);
  }

  /**
   * Returns the journal that {@code thaw.journal} names; connects to nothing.
   *
   * @throws IllegalArgumentException if it names none, or cannot be right; the message says why
   */
  public static PostgresJournal from(Config config) {
    return of(JournalSettings.from(config));
  }

  /** Returns the journal that settings name, which must not be {@link JournalSettings#embedded}. */
  public static PostgresJournal of(JournalSettings settings) {
    if (settings.embedded()) {
      throw new IllegalArgumentException(
          "thaw.journal.url () must be the JDBC URL of a PostgreSQL database.\n"
              + "Maybe THAW_JOURNAL_URL is not set; an example is"
              + " jdbc:postgresql://HOST:5432/thaw. One machine alone needs no nodes: thaw run.");
    }
    return new PostgresJournal(settings);
  }

  JournalSettings settings() {
    return settings;
  }

  /**
   * Creates the tables, or brings them to the version that this Thaw knows; otherwise changes
   * nothing. To be called before an actor system is started; several processes may do so at once.
   *
   * @throws IllegalStateException if the database cannot be reached or written to, or has tables of
   *     a newer Thaw
   */
  public void migrate() {
    new Migrations(database).run();
  }

  /**
   * Returns the configuration that binds the journal and the snapshots of an actor system to the
   * database; to be put in front of the others: {@code
   * journal.config().withFallback(ConfigFactory.load())}. Holds the password.
   */
  public Config config() {
    int connections = settings.connections();
    long millis = settings.connectTimeout().toMillis();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(POOL + ".url", settings.url());
    values.put(POOL + ".user", settings.user());
    String password = settings.passwordOrNull();
    if (password != null) {
      values.put(POOL + ".password", password);
    }
    values.put(POOL + ".numThreads", connections); // Slick wants as many threads as connections.
    values.put(POOL + ".maxConnections", connections);
    values.put(POOL + ".connectionTimeout", millis);
    values.put(POOL + ".validationTimeout", Math.min(millis, 3000));
    values.put(POOL + ".properties.connectTimeout", settings.connectTimeout().toSeconds());
    values.put(POOL + ".properties.socketTimeout", settings.answerTimeout().toSeconds());
    // One connection is left to recoveries and snapshots however much is written.
    values.put("jdbc-journal.parallelism", connections - 1);
    values.put(
        "jdbc-journal.circuit-breaker.call-timeout",
        settings.connectTimeout().plus(settings.answerTimeout()));
    return ConfigFactory.parseMap(values)
        .withFallback(ConfigFactory.parseResources(PostgresJournal.class, "postgresql.conf"));
  }

  /**
   * Asks the database whether it answers and can be written to; may take as long as the settings
   * allow.
   *
   * @return empty if all is well; otherwise why not, in words
   */
  public Optional<String> ping() {
    return ping(settings);
  }

  /**
   * The same with a limit, for who asks often.
   *
   * @param limit how long it may take to be connected to, and then to answer; whole seconds count,
   *     one at least
   */
  public Optional<String> ping(Duration limit) {
    return ping(settings.within(limit));
  }

  private static Optional<String> ping(JournalSettings settings) {
    try {
      new PostgresDatabase(settings).ping();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns all rows of a study, in order, without an actor system; see {@link StudyJournal#read}.
   */
  public List<StudyJournal.Row> read(String persistenceId) {
    return new RowReader(database, persistenceId).all();
  }

  /** Gives the rows that {@link #read} returns to an action, one by one; holds few in memory. */
  public void forEachRow(String persistenceId, Consumer<? super StudyJournal.Row> action) {
    new RowReader(database, persistenceId).forEach(action);
  }

  /** As {@link #forEachRow}, from the row behind one on. */
  public void forEachAfter(
      String persistenceId, long row, Consumer<? super StudyJournal.Row> action) {
    new RowReader(database, persistenceId).forEachAfter(row, action);
  }

  /** Returns the rows behind one, of those that {@link #read} returns; none if there are none. */
  public List<StudyJournal.Row> after(String persistenceId, long row, int limit) {
    return new RowReader(database, persistenceId).after(row, limit);
  }

  /** Returns some of the rows that {@link #read} returns, by their numbers. */
  public List<StudyJournal.Row> numbered(String persistenceId, List<Long> numbers) {
    return new RowReader(database, persistenceId).numbered(numbers);
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
