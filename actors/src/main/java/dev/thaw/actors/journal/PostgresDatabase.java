package dev.thaw.actors.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A PostgreSQL database, reached without a pool.
 *
 * @param settings not those of an embedded journal
 */
record PostgresDatabase(JournalSettings settings) implements JournalDatabase {

  @Override
  public Connection openExisting() {
    try {
      return DriverManager.getConnection(settings.url(), properties());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Named as the driver names them. What the URL says counts more. */
  private Properties properties() {
    String connectSeconds = Long.toString(settings.connectTimeout().toSeconds());
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    String password = settings.passwordOrNull();
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "thaw");
    properties.setProperty("connectTimeout", connectSeconds);
    properties.setProperty("loginTimeout", connectSeconds);
    properties.setProperty("socketTimeout", Long.toString(settings.answerTimeout().toSeconds()));
    return properties;
  }

  /** Refuses a server that answers and cannot be written to. */
  void ping() {
    try (Connection connection = openExisting();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SHOW transaction_read_only")) {
      if (answer.next() && answer.getString(1).equals("on")) {
        throw failed(new SQLException("it only reads", "25006"));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public IllegalStateException failed(SQLException e) {
    String code = e.getSQLState();
    return new IllegalStateException(
        "journal (%s) cannot be used by %s: %s.\nMaybe %s"
            .formatted(
                name(),
                settings.user(),
                String.valueOf(e.getMessage()).replaceFirst("\\.$", ""),
                remedy(code == null ? "" : code)),
        e);
  }

  /** The codes are in appendix "PostgreSQL Error Codes" of its manual. */
  private static String remedy(String code) {
    return switch (code) {
      case "28000", "28P01", "08004" ->
          "THAW_JOURNAL_USER or THAW_JOURNAL_PASSWORD is wrong or not set.";
      case "3D000" -> "create it: CREATE DATABASE thaw OWNER thaw.";
      case "42P01" -> "no server was ever started on this database.";
      case "42501" -> "the user must own it: ALTER DATABASE thaw OWNER TO thaw.";
      case "53300" -> "raise max_connections of PostgreSQL, or lower thaw.journal.connections.";
      case "53100" -> "the disk of PostgreSQL is full.";
      case "25006" -> "it is a standby; add targetServerType=primary to thaw.journal.url.";
      default ->
          code.startsWith("08") || code.startsWith("57P")
              ? "PostgreSQL is not running there, or a firewall is between."
              : "the log of PostgreSQL says more.";
    };
  }
}
