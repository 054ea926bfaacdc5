package dev.thaw.actors.study;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A session host that trains in no time by looking synthetic curves up. Falls silent after so many
 * epochs, as if everything took for ever.
 */
final class InstantHost implements SessionHost {

  /** Where it says that it keeps checkpoints. */
  static final String STORE = "instant-store";

  private final LearningCurves curves = new SyntheticCurves(0.02, 5);
  private final int epochsMax;
  private final int slots;
  private final AtomicInteger epochs = new AtomicInteger();
  private final CountDownLatch silent = new CountDownLatch(1);
  private final Map<SessionId, SessionListener> sessions = new ConcurrentHashMap<>();
  private final Map<SessionId, SessionRequest> requests = new ConcurrentHashMap<>();

  InstantHost(int epochsMax, int slots) {
    this.epochsMax = epochsMax;
    this.slots = slots;
  }

  /** Opened when the host has fallen silent. */
  CountDownLatch silent() {
    return silent;
  }

  /** How many epochs were trained. */
  int epochs() {
    return epochs.get();
  }

  private SessionListener listener(SessionId id) {
    return Objects.requireNonNull(sessions.get(id), "the session is not open");
  }

  @Override
  public String store() {
    return STORE;
  }

  @Override
  public void watchSlots(SlotListener listener) {
    listener.offered(IntStream.range(0, slots).mapToObj(i -> new NodeSlot(i, i)).toList());
  }

  @Override
  public void open(SessionId id, SessionRequest request, SessionListener listener) {
    if (requests.putIfAbsent(id, request) != null) {
      throw new IllegalStateException("%s was opened before".formatted(id));
    }
    sessions.put(id, listener);
    listener.opened();
  }

  @Override
  public void trainEpoch(SessionId id, int epoch) {
    if (epochs.get() >= epochsMax) {
      silent.countDown();
      return;
    }
    epochs.incrementAndGet();
    long seed = Objects.requireNonNull(requests.get(id), "the session is not open").seed();
    LearningCurves.Epoch result = curves.at(Specs.space().defaults(), seed, epoch);
    listener(id).epochTrained(epoch, Map.of("loss", result.value()), result.seconds());
  }

  @Override
  public void save(SessionId id, int epoch) {
    listener(id).saved(epoch, 1000);
  }

  @Override
  public void close(SessionId id) {
    listener(id).closed();
  }

  @Override
  public void abort(SessionId id) {
    listener(id).closed();
  }

  @Override
  public void keepCheckpoints(
      String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {}
}
