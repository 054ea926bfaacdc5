package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParkingTest {

  private static final SessionId FIRST = new SessionId("digits", 7, 12);
  private static final SessionId SECOND = new SessionId("digits", 7, 15);
  private static final SessionId OTHER = new SessionId("digits", 8, 13);
  private static final CheckpointRef PARKED_AT = new CheckpointRef(12, 1);

  @TempDir private Path folder;
  private final CountingTrainer counting = new CountingTrainer();
  private final OneGpu slots = new OneGpu(0);
  private ThreadedSessionHost host;

  @BeforeEach
  void startHost() {
    counting.processes = Set.of(4711L);
    slots.room = true;
    host = host(SessionHostSettings.defaults());
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  @Test
  void aTrialThatComesBackGoesOnInTheProcessThatItHad() {
    park(FIRST);

    RecordingListener heard = open(SECOND, PARKED_AT);
    host.trainEpoch(SECOND, 2);
    heard.hears("opened", "trained 2");

    assertThat(counting.opened).hasValue(1);
    assertThat(host.unparkedSessions()).isEqualTo(1);
    assertThat(slots.words())
        .startsWith("occupied 3", "opened with [4711]", "trained", "moved to 3")
        .doesNotContain("ended 3");
  }

  @Test
  void aTrialThatComesBackTrainsOnAsIfItHadNeverLeft() {
    RecordingListener straight = open(OTHER, null);
    host.trainEpoch(OTHER, 1);
    host.trainEpoch(OTHER, 2);
    straight.hears("opened", "trained 1", "trained 2");
    park(FIRST);

    RecordingListener heard = open(SECOND, PARKED_AT);
    host.trainEpoch(SECOND, 2);
    heard.hears("opened", "trained 2");

    assertThat(heard.metric("loss")).isEqualTo(straight.metric("loss"));
  }

  @Test
  void savesUnderTheFenceOfTheLeaseThatItServesNow() {
    park(FIRST);
    RecordingListener heard = open(SECOND, PARKED_AT);
    host.trainEpoch(SECOND, 2);
    host.save(SECOND, 2);
    heard.hears("opened", "trained 2", "saved 2");

    assertThat(folder.resolve("trial-00007/fence-15-epoch-2")).exists();
  }

  @Test
  void aTrialThatGoesOnFromAnotherCheckpointIsOpenedAnew() {
    park(FIRST);

    RecordingListener heard = open(SECOND, null);

    heard.hears("opened");
    assertThat(counting.opened).hasValue(2);
  }

  @Test
  void aTrialWhoseProcessHasDiedIsOpenedAnew() {
    park(FIRST);
    counting.processes = Set.of();

    open(SECOND, PARKED_AT).hears("opened");

    assertThat(counting.opened).hasValue(2);
  }

  @Test
  void leavesAtOnceWhenAnotherTrialNeedsTheRoom() {
    park(FIRST);
    slots.room = false;

    open(OTHER, null).hears("opened");

    assertThat(slots.words())
        .containsSubsequence("occupied 3", "ended 3", "occupied 3", "opened with [4711]");
    assertThat(host.parkedSessions()).isZero();
  }

  @Test
  void leavesWhenAnotherTrialNeedsTheDeviceToItselfWhateverRoomThereIs() {
    park(FIRST);

    openAlone(OTHER).hears("opened");

    assertThat(slots.words()).containsSubsequence("ended 3", "occupied 3");
    assertThat(host.parkedSessions()).isZero();
  }

  @Test
  void staysWhileThereIsRoomForAnother() {
    park(FIRST);

    open(OTHER, null).hears("opened");

    assertThat(host.parkedSessions()).isEqualTo(1);
    assertThat(counting.closed).hasValue(0);
  }

  @Test
  void makesWayForATrialThatRanOutOfMemoryBefore() {
    counting.opening = new OutOfMemoryError("no memory on the device");
    open(OTHER, null).hears("failed OUT_OF_MEMORY");
    counting.opening = null;
    park(FIRST);

    // As the study asks for a trial that ran out of memory.
    openAlone(new SessionId(OTHER.study(), OTHER.trial(), OTHER.fence() + 1)).hears("opened");

    assertThat(host.parkedSessions()).isZero();
    assertThat(slots.words()).endsWith("ended 3", "occupied 3", "opened with [4711]");
  }

  @Test
  void aSlotThatAParkedSessionLeftWithoutItsMemoryIsNotMovedInto() {
    park(FIRST);
    slots.room = false;
    slots.quarantined = true;

    open(OTHER, null).hears("closed");

    assertThat(counting.opened).hasValue(1);
    assertThat(slots.words()).endsWith("ended 3");
  }

  @Test
  void makesWayWhenThereAreTooMany() {
    host.close();
    host = host(SessionHostSettings.defaults().withParkedMax(1));
    park(FIRST);
    park(OTHER);

    assertThat(host.parkedSessions()).isEqualTo(1);
    host.close();
    assertThat(counting.closed).hasValue(2);
  }

  @Test
  void isEndedAfterAWhile() {
    host.close();
    host = host(new SessionHostSettings(Duration.ofSeconds(30), 64, 4, Duration.ofNanos(1)));
    park(FIRST);

    counting.awaitClosed();

    open(SECOND, PARKED_AT).hears("opened");
    assertThat(counting.opened).hasValue(2);
  }

  @Test
  void aSessionThatDoesNotLeaveTakesItsSlotOutOfTheOffer() {
    host.close();
    host = host(SessionHostSettings.defaults().withAbortGrace(Duration.ofMillis(50)));
    counting.hangInClose();
    park(FIRST);
    slots.room = false;

    open(OTHER, null).next();

    assertThat(slots.words()).contains("abandoned 3");
    assertThat(host.abandonedThreads()).isEqualTo(1);
    counting.letClose();
  }

  @Test
  void aSessionThatGoesOnByItselfIsNotKept() {
    counting.waits = false;

    park(FIRST);

    assertThat(host.parkedSessions()).isZero();
  }

  @Test
  void aSessionThatIsNotKeptCanStillBeAborted() {
    host.close();
    host =
        host(SessionHostSettings.defaults().withParkedMax(0).withAbortGrace(Duration.ofMillis(50)));
    counting.hangInClose();
    RecordingListener heard = open(FIRST, null);
    host.trainEpoch(FIRST, 1);
    host.save(FIRST, 1);
    host.park(FIRST);
    heard.hears("opened", "trained 1", "saved 1");

    host.abort(FIRST);

    heard.hears("closed");
    counting.letClose();
  }

  @Test
  void answersAlthoughItCannotBeSaidWhetherTheMemoryIsFree() {
    slots.faulty = true;
    RecordingListener heard = open(FIRST, null);

    host.close(FIRST);

    heard.hears("opened", "closed");
    assertThat(slots.words()).contains("abandoned 3");
    assertThat(host.openSessions()).isZero();
  }

  @Test
  void nothingIsKeptOfASessionWithoutProcesses() {
    counting.processes = Set.of();

    park(FIRST);

    assertThat(host.parkedSessions()).isZero();
    assertThat(slots.words()).endsWith("ended 3");
  }

  @Test
  void endsWithItsHost() {
    park(FIRST);

    host.close();

    assertThat(counting.closed).hasValue(1);
    assertThat(slots.words()).endsWith("ended 3");
  }

  @Test
  void anAbortedSessionThatWasParkedBeforeAnswersItsNewLease() {
    park(FIRST);
    RecordingListener heard = open(SECOND, PARKED_AT);

    host.abort(SECOND);

    String last = heard.next();
    assertThat(last.equals("opened") ? heard.next() : last).isEqualTo("closed");
  }

  /** Trains an epoch, saves it and parks. */
  private void park(SessionId id) {
    RecordingListener heard = open(id, null);
    host.trainEpoch(id, 1);
    host.save(id, 1);
    host.park(id);
    heard.hears("opened", "trained 1", "saved 1", "closed");
  }

  private RecordingListener open(SessionId id, @Nullable CheckpointRef from) {
    return open(id, from, false);
  }

  private RecordingListener openAlone(SessionId id) {
    return open(id, null, true);
  }

  private RecordingListener open(SessionId id, @Nullable CheckpointRef from, boolean alone) {
    RecordingListener heard = new RecordingListener();
    host.open(id, new SessionRequest("counting", Map.of(), 42L, Map.of(), 3, from, alone), heard);
    return heard;
  }

  private ThreadedSessionHost host(SessionHostSettings settings) {
    var place = new StudyPlace(new FolderCheckpoints(folder), folder);
    return new ThreadedSessionHost(
        Map.of(counting.name(), counting), study -> place, slots, settings);
  }
}
