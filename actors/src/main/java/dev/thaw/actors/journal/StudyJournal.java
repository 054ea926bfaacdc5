package dev.thaw.actors.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.h2.tools.RunScript;

/**
 * The embedded journal of a study: an H2 file {@code journal/journal.mv.db} under the study's
 * directory. One process at a time has it open, and within that process everybody shares it.
 */
public final class StudyJournal {

  private static final String URL = "pekko-persistence-jdbc.shared-databases.thaw.db.url";

  private StudyJournal() {}

  /**
   * A row of the journal.
   *
   * @param number its number, from 1 without gaps
   * @param recorded what it holds
   */
  public record Row(long number, Recorded recorded) {}

  /**
   * Returns the configuration that binds the journal and the snapshots of an actor system to the
   * file; to be put in front of the others: {@code
   * h2(directory).withFallback(ConfigFactory.load())}. The tables must have been created.
   *
   * @param directory the study's directory
   */
  public static Config h2(Path directory) {
    return ConfigFactory.parseResources(StudyJournal.class, "h2.conf")
        .withValue(URL, ConfigValueFactory.fromAnyRef(H2File.under(directory).url()));
  }

  /**
   * Creates the file and its tables where they do not exist; otherwise changes nothing.
   *
   * @throws IllegalStateException if another process has the file open, or it cannot be written
   */
  public static void createTables(Path directory) {
    H2File file = H2File.under(directory);
    try (Connection connection = file.open();
        Reader script = script()) {
      RunScript.execute(connection, script);
    } catch (SQLException e) {
      throw file.failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader script() {
    var resource = StudyJournal.class.getResourceAsStream("h2.sql");
    return new InputStreamReader(
        Objects.requireNonNull(resource, "h2.sql"), StandardCharsets.UTF_8);
  }

  /**
   * Returns whether another process has the file open. False if this process has, and if there is
   * no file.
   */
  public static boolean isLocked(Path directory) {
    return H2File.under(directory).isLocked();
  }

  /**
   * Returns all rows of a study, in order, without an actor system.
   *
   * @param persistenceId the name under which the study was persisted
   * @return empty if nothing was persisted under that name
   * @throws IllegalStateException if there is no journal, another process has it open, or a row is
   *     missing or damaged; the message says which
   */
  public static List<Row> read(Path directory, String persistenceId) {
    return new RowReader(H2File.under(directory), persistenceId).all();
  }

  /** Gives the rows that {@link #read} returns to an action, one by one; holds few in memory. */
  public static void forEachRow(
      Path directory, String persistenceId, Consumer<? super Row> action) {
    new RowReader(H2File.under(directory), persistenceId).forEach(action);
  }

  /** As {@link #forEachRow}, from the row behind one on. */
  public static void forEachAfter(
      Path directory, String persistenceId, long row, Consumer<? super Row> action) {
    new RowReader(H2File.under(directory), persistenceId).forEachAfter(row, action);
  }

  /** Returns the rows behind one, of those that {@link #read} returns; none if there are none. */
  public static List<Row> after(Path directory, String persistenceId, long row, int limit) {
    return new RowReader(H2File.under(directory), persistenceId).after(row, limit);
  }

  /** Returns some of the rows that {@link #read} returns, by their numbers. */
  public static List<Row> numbered(Path directory, String persistenceId, List<Long> numbers) {
    return new RowReader(H2File.under(directory), persistenceId).numbered(numbers);
  }
}
