package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PostgreSQL gets its tables once, keeps rows, and is named in what goes wrong. */
final class PostgresJournalTest {

  private final JournalCodec codec = new JournalCodec();

  private static PostgresJournal fresh() {
    return PostgresJournal.from(PostgresServer.shared().newJournal());
  }

  private static PostgresJournal migrated() {
    PostgresJournal journal = fresh();
    journal.migrate();
    return journal;
  }

  private static PostgresDatabase database(PostgresJournal journal) {
    return new PostgresDatabase(journal.settings());
  }

  private static void execute(PostgresJournal journal, String sql) throws SQLException {
    try (Connection connection = database(journal).openExisting();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(PostgresJournal journal, long number, byte[] row, String manifest)
      throws SQLException {
    try (Connection connection = database(journal).openExisting()) {
      OtherProcess.insert(connection, number, row, manifest);
    }
  }

  private static byte[] goldenRow() throws Exception {
    String hex = Files.readString(Path.of("src/test/resources/journal/recorded-3.cbor.hex"));
    return HexFormat.of().parseHex(hex.replace("\n", ""));
  }

  @Test
  void migratingAgainChangesNothing() throws Exception {
    PostgresJournal journal = migrated();
    insert(journal, 1, goldenRow(), JournalSerializer.RECORDED);

    journal.migrate();

    assertThat(journal.read(StudyActor.ID)).hasSize(1);
  }

  @Test
  void processesThatMigrateAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    PostgresJournal journal = fresh();
    int processes = 6;
    var together = new CyclicBarrier(processes);
    Callable<Boolean> migrate =
        () -> {
          together.await();
          PostgresJournal.of(journal.settings()).migrate();
          return true;
        };

    try (var threads = Executors.newFixedThreadPool(processes)) {
      List<Future<Boolean>> all =
          threads.invokeAll(Stream.generate(() -> migrate).limit(processes).toList());
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(journal.read(StudyActor.ID)).isEmpty();
  }

  /** Without what each session asks for, the second insert would wait until it gives up. */
  @Test
  void aProcessThatVanishesWithinARowDoesNotKeepTheNextOwnerFromWritingIt() throws Exception {
    PostgresJournal journal = migrated();
    String asked =
        journal
            .config()
            .getString("pekko-persistence-jdbc.shared-databases.thaw.db.connectionInitSql");
    try (Connection vanished = database(journal).openExisting();
        Statement statement = vanished.createStatement()) {
      statement.execute(asked);
      vanished.setAutoCommit(false);
      OtherProcess.insert(vanished, 1, goldenRow(), JournalSerializer.RECORDED);

      insert(journal, 1, goldenRow(), JournalSerializer.RECORDED);
    }

    assertThat(journal.read(StudyActor.ID)).hasSize(1);
  }

  @Test
  void tablesOfANewerThawAreRefused() throws Exception {
    PostgresJournal journal = migrated();
    execute(
        journal,
        """
        INSERT INTO thaw_schema_history (installed_rank, version, description, type, script,
          installed_by, execution_time, success)
        VALUES (99, '99', 'newer', 'SQL', 'V99__newer.sql', 'test', 0, true)
        """);

    assertThatIllegalStateException()
        .isThrownBy(journal::migrate)
        .withMessageContaining("has tables of version 99, which must be at most 1")
        .withMessageContaining("Maybe a newer Thaw");
  }

  @Test
  void tablesOfOthersAreLeftAlone() throws Exception {
    PostgresJournal journal = fresh();
    execute(journal, "CREATE TABLE others (id INTEGER)");

    assertThatIllegalStateException()
        .isThrownBy(journal::migrate)
        .withMessageContaining("Maybe others keep their tables there")
        .withMessageContaining("currentSchema=thaw");
  }

  @Test
  void anOldRowIsReadAsWhatItMeant() throws Exception {
    PostgresJournal journal = migrated();
    insert(journal, 1, goldenRow(), JournalSerializer.RECORDED);

    assertThat(journal.read(StudyActor.ID))
        .containsExactly(new StudyJournal.Row(1, GoldenFiles.row()));
  }

  @Test
  void readsMoreRowsThanFitOnAPage() throws Exception {
    PostgresJournal journal = migrated();
    byte[] row = codec.encode(new Recorded(List.of()));
    try (Connection connection = database(journal).openExisting()) {
      connection.setAutoCommit(false);
      for (int number = 1; number <= 1001; number++) {
        OtherProcess.insert(connection, number, row, JournalSerializer.RECORDED);
      }
      connection.commit();
    }

    assertThat(journal.read(StudyActor.ID)).hasSize(1001);
  }

  @Test
  void namesTheRowThatIsMissingAndWhere() throws Exception {
    PostgresJournal journal = migrated();
    insert(journal, 2, goldenRow(), JournalSerializer.RECORDED);

    assertThatIllegalStateException()
        .isThrownBy(() -> journal.read(StudyActor.ID))
        .withMessageContaining("row 1 of study|small in jdbc:postgresql://localhost:")
        .withMessageContaining("it is missing");
  }

  @Test
  void readingWhereNoServerEverStartedSaysSo() {
    PostgresJournal journal = fresh();

    assertThatIllegalStateException()
        .isThrownBy(() -> journal.read(StudyActor.ID))
        .withMessageContaining("Maybe no server was ever started on this database.");
  }

  @Test
  void aPingThatIsAnsweredIsNoTrouble() {
    assertThat(fresh().ping()).isEmpty();
  }

  @Test
  void aPingOfADatabaseThatOnlyReadsSaysSo() throws Exception {
    PostgresJournal journal = fresh();
    String name = journal.settings().url().replaceFirst(".*/", "");
    execute(journal, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");

    assertThat(journal.ping()).hasValueSatisfying(why -> assertThat(why).contains("only reads"));
  }

  @Test
  void aServerThatIsNotThereIsReportedWithTheLikelyReason() {
    Config nowhere = PostgresServer.journal("jdbc:postgresql://localhost:1/thaw");

    assertThat(PostgresJournal.from(nowhere).ping())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith(
                        "journal (jdbc:postgresql://localhost:1/thaw) cannot be used by postgres")
                    .contains("Maybe PostgreSQL is not running there"));
  }

  @Test
  void aDatabaseThatIsMissingIsReportedWithTheStatementThatCreatesIt() {
    String url = PostgresServer.shared().newDatabase() + "x";

    assertThatIllegalStateException()
        .isThrownBy(() -> PostgresJournal.from(PostgresServer.journal(url)).migrate())
        .withMessageContaining("CREATE DATABASE thaw OWNER thaw");
  }

  /** A fresh user, of whom alone the server wants a password. */
  private static Config secured(String password) {
    PostgresServer server = PostgresServer.shared();
    Config journal = server.newJournal();
    String user = "secured_" + journal.getString("thaw.journal.url").replaceFirst(".*/", "");
    String rule = "host all %s all scram-sha-256".formatted(user);
    for (String statement :
        List.of(
            "CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 'right'",
            "COPY (SELECT 1) TO PROGRAM 'sed -i \"1i " + rule + "\" pg_hba.conf'",
            "SELECT pg_reload_conf()")) {
      server.execute("postgres", statement);
    }
    return ConfigFactory.parseMap(
            Map.of("thaw.journal.user", user, "thaw.journal.password", password))
        .withFallback(journal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", ""})
  void aPasswordThatIsWrongOrMissingIsReported(String password) {
    PostgresJournal journal = PostgresJournal.from(secured(password));

    assertThatIllegalStateException()
        .isThrownBy(journal::migrate)
        .withMessageContaining("cannot be used by secured_")
        .withMessageContaining("THAW_JOURNAL_PASSWORD");
  }

  @Test
  void aPasswordThatIsRightOpensTheDatabaseForAll() {
    PostgresJournal journal = PostgresJournal.from(secured("right"));

    journal.migrate();

    assertThat(journal.ping()).isEmpty();
    assertThat(
            journal.config().getString("pekko-persistence-jdbc.shared-databases.thaw.db.password"))
        .isEqualTo("right");
  }

  @Test
  void withoutAnUrlThereIsNoSuchJournal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresJournal.from(ConfigFactory.defaultReference().resolve()))
        .withMessageContaining("Maybe THAW_JOURNAL_URL is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/thaw?user=thaw&password=secret",
        "jdbc:postgresql://host/thaw?PASSWORD=secret",
        "jdbc:postgresql://thaw:secret@host/thaw",
        "postgres://thaw:secret@host/thaw"
      })
  void aPasswordInTheUrlIsRefusedAndNotShown(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresJournal.from(PostgresServer.journal(url)))
        .withMessageContaining("THAW_JOURNAL_PASSWORD")
        .withMessageNotContaining("secret");
  }

  @Test
  void nothingThatIsPrintedHoldsThePassword() {
    Config secret =
        ConfigFactory.parseString("thaw.journal.password = hidden")
            .withFallback(PostgresServer.journal("jdbc:postgresql://localhost:1/thaw"));
    PostgresJournal journal = PostgresJournal.from(secret);

    assertThat(journal.toString()).doesNotContain("hidden");
    assertThat(journal.settings().toString()).doesNotContain("hidden");
    assertThat(journal.ping().orElseThrow()).doesNotContain("hidden");
  }

  @Test
  void aParameterOfTheUrlCountsMoreThanASetting() throws Exception {
    String url = PostgresServer.shared().newDatabase() + "?ApplicationName=mine";
    PostgresJournal journal = PostgresJournal.from(PostgresServer.journal(url));

    try (Connection connection = database(journal).openExisting()) {
      assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("mine");
    }
  }
}
