package dev.thaw.actors.trial;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.core.study.CheckpointRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A session host that answers when the test says so. Remembers every order as a sentence: {@code
 * "train 2/7 @3"} is epoch 3 of trial 2 under fence 7.
 */
public final class ScriptedHost implements SessionHost {

  private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final Map<SessionId, SessionListener> listeners = new ConcurrentHashMap<>();
  private final Map<SessionId, SessionRequest> requests = new ConcurrentHashMap<>();
  private volatile @Nullable SlotListener eyes;
  private volatile @Nullable String trap;
  private volatile boolean broken;

  /** From now on, opening a session throws. */
  public void breakDown() {
    broken = true;
  }

  /** The next time that an order comes, whoever gives it gets an exception, once. */
  public void trap(String order) {
    trap = order;
  }

  /** Who hears of slots. */
  public SlotListener eyes() {
    return Objects.requireNonNull(eyes, "nobody watches the slots");
  }

  /** The next order; fails if none comes within some seconds. */
  public String next() throws InterruptedException {
    @Nullable String order = orders.poll(20, TimeUnit.SECONDS);
    if (order == null) {
      throw new AssertionError("no order came");
    }
    return order;
  }

  /** All orders that have come since they were last looked at. */
  public List<String> orders() {
    List<String> seen = new ArrayList<>();
    orders.drainTo(seen);
    return seen;
  }

  /** Who hears of a session. */
  public SessionListener session(int trial, long fence) {
    return known(listeners, trial, fence);
  }

  /** What a session was opened with. */
  public SessionRequest request(int trial, long fence) {
    return known(requests, trial, fence);
  }

  private static <T> T known(Map<SessionId, T> sessions, int trial, long fence) {
    return sessions.entrySet().stream()
        .filter(entry -> entry.getKey().trial() == trial && entry.getKey().fence() == fence)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session %d/%d".formatted(trial, fence)));
  }

  @Override
  public void watchSlots(SlotListener listener) {
    eyes = listener;
    listener.offered(IntStream.range(0, 4).mapToObj(i -> new NodeSlot(i, i / 2)).toList());
  }

  @Override
  public void open(SessionId id, SessionRequest request, SessionListener listener) {
    requests.put(id, request);
    listeners.put(id, Objects.requireNonNull(listener, "listener"));
    order("open", id, "");
    if (broken) {
      throw new IllegalStateException("the host is broken, as the test wants it");
    }
  }

  @Override
  public void trainEpoch(SessionId id, int epoch) {
    order("train", id, " @" + epoch);
  }

  @Override
  public void save(SessionId id, int epoch) {
    order("save", id, " @" + epoch);
  }

  @Override
  public void close(SessionId id) {
    order("close", id, "");
  }

  @Override
  public void park(SessionId id) {
    order("park", id, "");
  }

  @Override
  public void abort(SessionId id) {
    order("abort", id, "");
  }

  @Override
  public void keepCheckpoints(
      String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {
    orders.add("keep %s up to %s of trial %d of %s".formatted(kept, upTo, trial, study));
  }

  private void order(String verb, SessionId id, String epoch) {
    String order = "%s %d/%d%s".formatted(verb, id.trial(), id.fence(), epoch);
    orders.add(order);
    if (order.equals(trap)) {
      trap = null;
      throw new IllegalStateException("the host sets a trap, as the test wants it");
    }
  }
}
