package dev.thaw.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that holds a journal, opened without an actor system. */
interface JournalDatabase {

  /**
   * Opens a connection to a journal that must exist.
   *
   * @throws IllegalStateException if there is none, or it cannot be opened; the message says why
   */
  Connection openExisting();

  /** Says in words why something failed, and what would help. */
  IllegalStateException failed(SQLException e);

  /** How messages name the database. */
  String name();
}
