package dev.thaw.workers.asked;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions that are to be trained by somebody and those who ask for work find each other, in
 * one process. Whoever has waited longest comes first, on both sides. Safe for threads.
 */
public final class AskHub {

  /** How many sessions that are over can still be told of, to hear the same as before. */
  private static final int REMEMBERED = 1000;

  // All below, and the state of all sessions, is guarded by this object's lock.
  private final Map<String, Queue<AskedSession>> unasked = new HashMap<>();
  private final Map<String, Queue<CompletableFuture<Optional<Work>>>> askers = new HashMap<>();
  private final Map<String, AskedSession> sessions = new HashMap<>();
  private final Map<String, AskedSession> over =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AskedSession> eldest) {
          return size() > REMEMBERED;
        }
      };
  private boolean shut;

  /** A hub where nobody waits. */
  public AskHub() {}

  /**
   * Asks for work.
   *
   * @param wait how long to wait for some
   * @return what to train; empty if there was nothing to do for so long
   */
  public CompletionStage<Optional<Work>> ask(String study, Duration wait) {
    synchronized (this) {
      AskedSession next = first(study);
      if (next != null) {
        return CompletableFuture.completedFuture(Optional.of(next.take()));
      }
      if (shut || !wait.isPositive()) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      var asker = new CompletableFuture<Optional<Work>>();
      askers.computeIfAbsent(study, name -> new ArrayDeque<>()).add(asker);
      // A copy, so that nobody but this object can end it.
      return asker
          .completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((work, failure) -> forget(study, asker))
          .minimalCompletionStage();
    }
  }

  /** The session that has waited longest, which then does no more; null if none does. */
  private @Nullable AskedSession first(String study) {
    Queue<AskedSession> waiting = unasked.get(study);
    AskedSession first = waiting == null ? null : waiting.remove();
    if (first != null) {
      forgetEmpty(unasked, study);
    }
    return first;
  }

  /** Nothing is kept of a study for which nobody waits: names are made up freely. */
  private static <T> void forgetEmpty(Map<String, Queue<T>> queues, String study) {
    queues.computeIfPresent(study, (name, queue) -> queue.isEmpty() ? null : queue);
  }

  private synchronized void forget(String study, CompletableFuture<Optional<Work>> asker) {
    Queue<CompletableFuture<Optional<Work>>> others = askers.get(study);
    if (others != null) {
      others.removeIf(other -> other == asker);
      forgetEmpty(askers, study);
    }
  }

  /**
   * Tells what came of work. The same may be told again, and is answered in the same way.
   *
   * @return what to do next, once that is decided
   * @throws StaleSessionException if the study no longer waits for that
   */
  public synchronized CompletionStage<Next> tell(String study, Told told) {
    AskedSession session = sessions.getOrDefault(told.session(), over.get(told.session()));
    if (session == null || !session.study().equals(study)) {
      throw new StaleSessionException(
          "session (%s) is not one of this process.\nMaybe Thaw was started again meanwhile: ask for new work."
              .formatted(told.session()));
    }
    return session.tell(told).minimalCompletionStage();
  }

  /** The studies of which sessions wait that nobody has asked for. */
  public synchronized Set<String> studiesThatWait() {
    var names = new TreeSet<String>();
    unasked.forEach(
        (study, waiting) -> {
          if (!waiting.isEmpty()) {
            names.add(study);
          }
        });
    return names;
  }

  /** Of how many studies something is remembered because somebody waits. */
  synchronized int studiesKept() {
    return unasked.size() + askers.size();
  }

  /** Lets go those sessions of a study that nobody has asked for: it wants no more now. */
  public synchronized void release(String study) {
    for (AskedSession session : unasked.getOrDefault(study, new ArrayDeque<>())) {
      session.release();
    }
    notifyAll();
  }

  /** Answers all who wait for work of a study that has ended. */
  public void end(String study) {
    List<CompletableFuture<Optional<Work>>> left;
    synchronized (this) {
      left = new ArrayList<>(askers.getOrDefault(study, new ArrayDeque<>()));
    }
    left.forEach(asker -> asker.complete(Optional.empty()));
  }

  void shutDown() {
    List<String> studies;
    synchronized (this) {
      shut = true;
      studies = List.copyOf(askers.keySet());
    }
    studies.forEach(this::end);
  }

  /** Gives a session to the first who still waits for one, or lets it wait. */
  synchronized void offer(AskedSession session) {
    sessions.put(session.id(), session);
    Queue<CompletableFuture<Optional<Work>>> others = askers.get(session.study());
    while (others != null && !others.isEmpty()) {
      CompletableFuture<Optional<Work>> asker = others.remove();
      if (!asker.isDone()) {
        Work work = session.take();
        if (asker.complete(Optional.of(work))) {
          return;
        }
        session.takeBack();
      }
    }
    unasked.computeIfAbsent(session.study(), name -> new ArrayDeque<>()).add(session);
  }

  /** A session is over. */
  synchronized void remove(AskedSession session) {
    unasked.getOrDefault(session.study(), new ArrayDeque<>()).remove(session);
    forgetEmpty(unasked, session.study());
    if (sessions.remove(session.id()) != null && session.wasAsked()) {
      over.put(session.id(), session);
    }
  }
}
