package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.typesafe.config.ConfigFactory;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H2 file keeps what was acknowledged, for actors and for readers without actors. */
final class StudyJournalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final JournalCodec codec = new JournalCodec();
  private final List<Step> steps = new ArrayList<>();

  @BeforeEach
  void simulate() {
    SampleStudies.run(3, (before, step, decision) -> steps.add(step));
    steps.removeIf(step -> step.events().isEmpty());
  }

  @Test
  void anEventSourcedActorGoesOnAfterARestart() throws Exception {
    StudyJournal.createTables(directory);
    StudyState first = persist(steps.subList(1, 8));
    StudyState second = persist(steps.subList(8, 13));

    assertThat(first).isEqualTo(stateAfter(8));
    assertThat(second).isEqualTo(stateAfter(13));
    assertThat(snapshots()).isNotEmpty().allMatch(manifest -> manifest.equals("StudyState:1"));
    assertThat(StudyJournal.read(directory, StudyActor.ID))
        .extracting(StudyJournal.Row::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(StudyJournal.read(directory, StudyActor.ID))
        .extracting(row -> row.recorded().steps().getFirst())
        .containsExactlyElementsOf(steps.subList(1, 13));
  }

  /** Starts an actor system, persists steps one by one, and stops the system. */
  private StudyState persist(List<Step> some) {
    var config = StudyJournal.h2(directory).withFallback(ConfigFactory.load());
    ActorTestKit kit = ActorTestKit.create("journal", config);
    try {
      TestProbe<StudyState> probe = kit.createTestProbe(StudyState.class);
      ActorRef<StudyActor.Command> actor = kit.spawn(new StudyActor(steps.getFirst()));
      for (Step step : some) {
        actor.tell(new StudyActor.Command.Persist(new Recorded(List.of(step)), probe.getRef()));
        probe.receiveMessage(PATIENCE);
      }
      actor.tell(new StudyActor.Command.Ask(probe.getRef()));
      return probe.receiveMessage(PATIENCE);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private StudyState stateAfter(int count) {
    @Nullable StudyState state = null;
    for (Step step : steps.subList(0, count)) {
      state = Study.evolve(state, step);
    }
    return Objects.requireNonNull(state);
  }

  private List<String> snapshots() throws SQLException {
    List<String> manifests = new ArrayList<>();
    try (Connection connection = H2File.under(directory).openExisting();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT \"snapshot_ser_manifest\" FROM \"snapshot\"")) {
      while (rows.next()) {
        manifests.add(rows.getString(1));
      }
    }
    return manifests;
  }

  @Test
  void creatingTheTablesAgainChangesNothing() throws Exception {
    StudyJournal.createTables(directory);
    insert(1, codec.encode(new Recorded(steps)));

    StudyJournal.createTables(directory);

    assertThat(StudyJournal.read(directory, StudyActor.ID))
        .containsExactly(new StudyJournal.Row(1, new Recorded(steps)));
  }

  @Test
  void readsMoreRowsThanFitOnAPage() throws Exception {
    StudyJournal.createTables(directory);
    byte[] row = codec.encode(new Recorded(steps.subList(0, 1)));
    try (Connection connection = H2File.under(directory).openExisting()) {
      connection.setAutoCommit(false);
      for (int number = 1; number <= 1001; number++) {
        OtherProcess.insert(connection, number, row, JournalSerializer.RECORDED);
      }
      connection.commit();
    }

    assertThat(StudyJournal.read(directory, StudyActor.ID)).hasSize(1001);
  }

  @Test
  void anIdUnderWhichNothingWasPersistedHasNoRows() {
    StudyJournal.createTables(directory);

    assertThat(StudyJournal.read(directory, "study|other")).isEmpty();
  }

  @Test
  void namesTheRowThatIsDamaged() throws Exception {
    StudyJournal.createTables(directory);
    insert(1, codec.encode(new Recorded(steps)));
    insert(2, new byte[] {1, 2, 3});

    assertThatIllegalStateException()
        .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
        .withMessageContaining("row 2 of study|small in " + directory)
        .withMessageContaining("must be a Recorded");
  }

  @Test
  void namesTheRowThatIsMissing() throws Exception {
    StudyJournal.createTables(directory);
    insert(1, codec.encode(new Recorded(steps)));
    insert(3, codec.encode(new Recorded(steps)));

    assertThatIllegalStateException()
        .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
        .withMessageContaining("row 2 of study|small")
        .withMessageContaining("it is missing");
  }

  @Test
  void namesTheRowThatIsOfAnotherFormat() throws Exception {
    StudyJournal.createTables(directory);
    insert(1, codec.encode(new Recorded(steps)), "Recorded:2");

    assertThatIllegalStateException()
        .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
        .withMessageContaining("row 1 of study|small")
        .withMessageContaining("as Recorded:2");
  }

  @Test
  void saysThatThereIsNoJournal() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
        .withMessageContaining("directory (" + directory + ") must hold a journal");
    assertThat(StudyJournal.isLocked(directory)).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void saysThatTheFileIsNoJournal() throws IOException {
    Path file = H2File.under(directory).path();
    Files.createDirectories(directory.resolve("journal"));
    Files.writeString(file, "nonsense ".repeat(2000));

    assertThatIllegalStateException()
        .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
        .withMessageContaining("journal (" + file + ") cannot be used");
  }

  @Test
  void refusesADirectoryThatAnUrlCannotName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudyJournal.h2(directory.resolve("a;b")))
        .withMessageContaining("must not contain a semicolon");
  }

  @Test
  void isNotLockedByItsOwnProcess() throws Exception {
    StudyJournal.createTables(directory);

    try (Connection connection = H2File.under(directory).openExisting()) {
      assertThat(StudyJournal.isLocked(directory)).isFalse();
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void aThreadThatIsInterruptedWhileItWritesDoesNotCloseTheFile() throws Exception {
    StudyJournal.createTables(directory);
    byte[] row = codec.encode(new Recorded(steps));

    try (Connection connection = H2File.under(directory).openExisting()) {
      Thread.currentThread().interrupt();
      OtherProcess.insert(connection, 1, row, JournalSerializer.RECORDED);
      assertThat(Thread.interrupted()).isTrue();
      OtherProcess.insert(connection, 2, row, JournalSerializer.RECORDED);
    }

    assertThat(StudyJournal.read(directory, StudyActor.ID)).hasSize(2);
  }

  @Test
  void whatAProcessCommittedJustBeforeItWasKilledIsThere() throws Exception {
    StudyJournal.createTables(directory);
    Files.write(directory.resolve("row"), codec.encode(new Recorded(steps.subList(0, 1))));

    OtherProcess.insertRows(directory, 3).close();

    assertThat(StudyJournal.isLocked(directory)).isFalse();
    assertThat(StudyJournal.read(directory, StudyActor.ID)).hasSize(3);
  }

  @Test
  void saysThatAnotherProcessHasTheFileOpen() throws Exception {
    StudyJournal.createTables(directory);
    Files.write(directory.resolve("row"), codec.encode(new Recorded(steps.subList(0, 1))));

    try (var _ = OtherProcess.insertRows(directory, 1)) {
      assertThat(StudyJournal.isLocked(directory)).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> StudyJournal.read(directory, StudyActor.ID))
          .withMessageContaining("must not be open in another process");
      assertThatIllegalStateException()
          .isThrownBy(() -> StudyJournal.createTables(directory))
          .withMessageContaining("must not be open in another process");
    }
  }

  private void insert(long number, byte[] row) throws SQLException {
    insert(number, row, JournalSerializer.RECORDED);
  }

  private void insert(long number, byte[] row, String manifest) throws SQLException {
    try (Connection connection = H2File.under(directory).openExisting()) {
      OtherProcess.insert(connection, number, row, manifest);
    }
  }
}
