package dev.thaw.actors.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Another JVM that has a journal open. */
final class OtherProcess implements AutoCloseable {

  private static final String INSERT =
      """
      INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer", "write_timestamp",
        "adapter_manifest", "event_payload", "event_ser_id", "event_ser_manifest")
      VALUES (?, ?, '', 0, '', ?, ?, ?)
      """;

  private final Process process;

  private OtherProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it has committed some rows of the bytes in the file "row". */
  static OtherProcess insertRows(Path directory, int count) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                directory.toString(),
                Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // One byte says that all rows are committed; the end of the stream, that it failed.
    if (process.getInputStream().read() != '!') {
      throw new AssertionError("the other process could not write.");
    }
    return new OtherProcess(process);
  }

  /** Writes the rows, says so, and stays until it is killed or its input ends. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    byte[] row = Files.readAllBytes(directory.resolve("row"));
    try (Connection connection = H2File.under(directory).openExisting()) {
      for (int number = 1; number <= Integer.parseInt(arguments[1]); number++) {
        insert(connection, number, row, JournalSerializer.RECORDED);
      }
      System.out.write('!');
      System.out.flush();
      System.in.read();
    }
  }

  static void insert(Connection connection, long number, byte[] row, String manifest)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, StudyActor.ID);
      insert.setLong(2, number);
      insert.setBytes(3, row);
      insert.setInt(4, JournalSerializer.IDENTIFIER);
      insert.setString(5, manifest);
      insert.executeUpdate();
    }
  }

  /** Kills it as kill -9 does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
