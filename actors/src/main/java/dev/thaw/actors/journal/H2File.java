package dev.thaw.actors.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/**
 * The H2 file of a study. At most one process has it open; the operating system frees it when that
 * process dies, however it dies.
 *
 * @param directory the study's directory, absolute
 */
record H2File(Path directory) implements JournalDatabase {

  static final String USER = "sa";
  static final String PASSWORD = "";

  static H2File under(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (absolute.toString().contains(";")) {
      throw new IllegalArgumentException(
          "directory (%s) must not contain a semicolon, which ends the path of an H2 file."
              .formatted(absolute));
    }
    return new H2File(absolute);
  }

  /**
   * The URL under which everybody must open the file.
   *
   * <p>{@code async}: a thread that is interrupted while it writes, as threads are when an actor
   * system ends, would close a file of the default kind for everybody. {@code WRITE_DELAY=0}: a
   * commit is in the file before it is acknowledged, so that killing the process loses nothing; the
   * default of 500 ms loses acknowledged events. The operating system may still hold the file in
   * its cache, so a power cut may cost the last seconds. {@code DB_CLOSE_ON_EXIT=FALSE}: H2's own
   * shutdown hook would close the file while actors still write. {@code LOCK_TIMEOUT}: a busy
   * machine is no reason to fail a write. {@code TRACE_LEVEL_FILE=0}: errors are thrown, and need
   * no file of their own.
   */
  String url() {
    return "jdbc:h2:async:"
        + directory.resolve("journal").resolve("journal")
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
  }

  Path path() {
    return directory.resolve("journal").resolve("journal.mv.db");
  }

  boolean exists() {
    return Files.exists(path());
  }

  /** Opens the file, and creates it if there is none. */
  Connection open() {
    try {
      return connect();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public String name() {
    return path().toString();
  }

  @Override
  public Connection openExisting() {
    if (!exists()) {
      throw new IllegalStateException(
          "directory (%s) must hold a journal, but there is no file %s.\nMaybe it is the directory above, or the study was never started."
              .formatted(directory, path()));
    }
    return open();
  }

  /** Whether another process has the file open. */
  boolean isLocked() {
    if (!exists()) {
      return false;
    }
    // To try for a lock directly would be cheaper, but giving it back gives back H2's as well.
    try {
      connect().close();
      return false;
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return true;
      }
      throw failed(e);
    }
  }

  @Override
  public IllegalStateException failed(SQLException e) {
    if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
      return new IllegalStateException(
          "journal (%s) must not be open in another process.\nMaybe the study is still running there."
              .formatted(path()),
          e);
    }
    return new IllegalStateException(
        "journal (%s) cannot be used: %s\nMaybe the disk is full, or the file is damaged."
            .formatted(path(), e.getMessage()),
        e);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }
}
