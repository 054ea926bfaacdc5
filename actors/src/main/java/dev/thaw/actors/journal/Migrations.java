package dev.thaw.actors.journal;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a PostgreSQL database to the version that this Thaw knows. */
final class Migrations {

  /** Beside this class, as {@code V1__journal.sql}; each runs once, in a transaction of its own. */
  private static final String LOCATION = "classpath:dev/thaw/actors/journal/postgresql";

  /** Where it is written down which of them ran. */
  private static final String HISTORY = "thaw_schema_history";

  /** For so many seconds a process waits for another one that migrates. */
  private static final int PATIENCE = 300;

  private final PostgresDatabase database;

  Migrations(PostgresDatabase database) {
    this.database = database;
  }

  void run() {
    database.ping(); // Its messages are better.
    try {
      Flyway flyway = flyway();
      refuseNewer(flyway);
      flyway.migrate();
      refuseNewer(flyway); // A newer Thaw may have been at it at the same time.
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  /** Without limits of time: a migration may take as long as it takes. */
  private Flyway flyway() {
    JournalSettings settings = database.settings();
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(settings.url(), settings.user(), settings.passwordOrNull())
        .locations(LOCATION)
        .table(HISTORY)
        .lockRetryCount(PATIENCE)
        .cleanDisabled(true)
        .initSql("SET synchronous_commit = on")
        .loggers("slf4j")
        .load();
  }

  private void refuseNewer(Flyway flyway) {
    MigrationInfo[] all = flyway.info().all();
    for (MigrationInfo one : all) {
      MigrationState state = one.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw new IllegalStateException(
            "journal (%s) has tables of version %s, which must be at most %s.\nMaybe a newer Thaw was started on it: use that one, or restore the backup from before."
                .formatted(database.name(), one.getVersion(), newestKnown(all)));
      }
    }
  }

  private static String newestKnown(MigrationInfo[] all) {
    return Stream.of(all)
        .filter(one -> one.getState().isResolved())
        .map(one -> one.getVersion().toString())
        .reduce("0", (before, last) -> last);
  }

  private IllegalStateException failed(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException inner) {
        return database.failed(inner);
      }
    }
    String remedy =
        e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
            ? "others keep their tables there: give Thaw a database of its own, or a schema by"
                + " adding ?currentSchema=thaw to thaw.journal.url."
            : "its tables were changed by hand, or a backup was restored in part.";
    return new IllegalStateException(
        "tables of journal (%s) cannot be brought up to date: %s\nMaybe %s"
            .formatted(database.name(), e.getMessage(), remedy),
        e);
  }
}
