package dev.thaw.actors.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one persistence id in order, page by page. */
final class RowReader {

  private static final int PAGE = 500;

  private static final String QUERY =
      """
      SELECT "sequence_number", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "sequence_number" > ? AND NOT "deleted"
      ORDER BY "sequence_number" LIMIT ?
      """;

  private final JournalDatabase database;
  private final String persistenceId;
  private final JournalCodec codec = new JournalCodec();
  private long last;

  RowReader(JournalDatabase database, String persistenceId) {
    this.database = database;
    this.persistenceId = persistenceId;
  }

  /** Returns all rows. */
  List<StudyJournal.Row> all() {
    List<StudyJournal.Row> rows = new ArrayList<>();
    forEach(rows::add);
    return rows;
  }

  void forEach(Consumer<? super StudyJournal.Row> action) {
    forEachAfter(0, action);
  }

  /** Gives all rows behind one to an action; holds few of them in memory. */
  void forEachAfter(long after, Consumer<? super StudyJournal.Row> action) {
    last = after;
    try (Connection connection = database.openExisting();
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, persistenceId);
      query.setInt(3, PAGE);
      while (page(query, action) == PAGE) {}
    } catch (SQLException e) {
      throw database.failed(e);
    }
  }

  /**
   * Returns the rows behind one.
   *
   * @param after the number of the row before the first; 0 for all
   * @param limit how many at most, at least 1
   */
  List<StudyJournal.Row> after(long after, int limit) {
    List<StudyJournal.Row> rows = new ArrayList<>();
    last = after;
    try (Connection connection = database.openExisting();
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, persistenceId);
      query.setInt(3, limit);
      page(query, rows::add);
    } catch (SQLException e) {
      throw database.failed(e);
    }
    return rows;
  }

  /** Returns rows by their numbers, in the order of these; whatever is not there is damage. */
  List<StudyJournal.Row> numbered(List<Long> numbers) {
    List<StudyJournal.Row> rows = new ArrayList<>();
    try (Connection connection = database.openExisting();
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, persistenceId);
      query.setInt(3, 1);
      for (long number : numbers) {
        last = number - 1;
        if (page(query, rows::add) == 0) {
          throw damaged(number, "it is missing.", null);
        }
      }
    } catch (SQLException e) {
      throw database.failed(e);
    }
    return rows;
  }

  private int page(PreparedStatement query, Consumer<? super StudyJournal.Row> action)
      throws SQLException {
    query.setLong(2, last);
    int read = 0;
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        action.accept(row(rows));
        read++;
      }
    }
    return read;
  }

  private StudyJournal.Row row(ResultSet rows) throws SQLException {
    long number = rows.getLong(1);
    if (number != last + 1) {
      throw damaged(last + 1, "it is missing, the next one is row " + number + ".", null);
    }
    last = number;
    int serializer = rows.getInt(2);
    String manifest = rows.getString(3);
    if (serializer != JournalSerializer.IDENTIFIER
        || !JournalSerializer.RECORDED.equals(manifest)) {
      throw damaged(
          number,
          "it was written by serializer %d as %s, which must be %d and %s."
              .formatted(
                  serializer, manifest, JournalSerializer.IDENTIFIER, JournalSerializer.RECORDED),
          null);
    }
    try {
      return new StudyJournal.Row(number, codec.decode(rows.getBytes(4)));
    } catch (IllegalArgumentException e) {
      throw damaged(number, e.getMessage(), e);
    }
  }

  private IllegalStateException damaged(
      long number, @Nullable String why, @Nullable Exception cause) {
    return new IllegalStateException(
        "row %d of %s in %s cannot be read: %s"
            .formatted(number, persistenceId, database.name(), why),
        cause);
  }
}
