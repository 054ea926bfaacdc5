package dev.thaw.workers.session;

import dev.thaw.actors.session.SessionListener;
import dev.thaw.core.study.Failure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lease's session says, and has said: it remembers all answers, so that a listener that
 * comes later hears them again when it gives the same orders. Nothing is heard after the last word.
 */
final class Voice {

  private static final Logger log = LoggerFactory.getLogger(Voice.class);

  private record Trained(
      Map<String, Double> metrics,
      double seconds,
      @Nullable Double processorSeconds,
      @Nullable Map<String, Double> inEffect) {}

  private final Map<Integer, Trained> trained = new HashMap<>();
  private final Map<Integer, Long> savedBytes = new HashMap<>();
  // What the listener of now has heard already.
  private final Set<Integer> trainedTold = new HashSet<>();
  private final Set<Integer> savedTold = new HashSet<>();
  private SessionListener listener;
  private boolean open;
  private boolean over;
  // Whether the listener came after the last word, and has not heard it.
  private boolean awaitsTheEnd;
  private @Nullable Consumer<SessionListener> lastWord;

  Voice(SessionListener listener) {
    this.listener = listener;
  }

  /** Speaks to another listener from now on; false if all has been said. */
  synchronized boolean attach(SessionListener next) {
    if (over) {
      return false;
    }
    listener = next;
    trainedTold.clear();
    savedTold.clear();
    if (open) {
      tell(SessionListener::opened);
    }
    return true;
  }

  /** Somebody comes who may have missed the end: it hears again what it asks for. */
  synchronized void attachToPast(SessionListener next) {
    listener = next;
    awaitsTheEnd = true;
    trainedTold.clear();
    savedTold.clear();
    if (open) {
      tell(SessionListener::opened);
    } else {
      sayLastWord();
    }
  }

  /** Answers an order to a session that is over: from memory, or by its last word. */
  synchronized void repeat(SessionThread.Order order) {
    if (!awaitsTheEnd) {
      return;
    }
    boolean known =
        switch (order) {
          case SessionThread.Order.TrainEpoch(int epoch) -> repeatTrained(epoch);
          case SessionThread.Order.Save(int epoch) -> repeatSaved(epoch);
          default -> false;
        };
    if (!known) {
      sayLastWord();
    }
  }

  private void sayLastWord() {
    if (lastWord != null) {
      awaitsTheEnd = false;
      tell(lastWord);
    }
  }

  synchronized void opened() {
    open = true;
    say(SessionListener::opened);
  }

  synchronized void trained(
      int epoch,
      Map<String, Double> metrics,
      double seconds,
      @Nullable Double processorSeconds,
      @Nullable Map<String, Double> inEffect) {
    if (over) {
      return;
    }
    trained.put(epoch, new Trained(metrics, seconds, processorSeconds, inEffect));
    var unused = repeatTrained(epoch);
  }

  /** Answers an order from memory, once for each listener; false if it was never carried out. */
  synchronized boolean repeatTrained(int epoch) {
    Trained known = trained.get(epoch);
    if (known != null && trainedTold.add(epoch)) {
      tell(
          heard ->
              heard.epochTrained(
                  epoch,
                  known.metrics(),
                  known.seconds(),
                  known.processorSeconds(),
                  known.inEffect()));
    }
    return known != null;
  }

  synchronized void saved(int epoch, long bytes) {
    if (over) {
      return;
    }
    savedBytes.put(epoch, bytes);
    var unused = repeatSaved(epoch);
  }

  /** As {@link #repeatTrained}. */
  synchronized boolean repeatSaved(int epoch) {
    Long bytes = savedBytes.get(epoch);
    if (bytes != null && savedTold.add(epoch)) {
      tell(heard -> heard.saved(epoch, bytes));
    }
    return bytes != null;
  }

  /** Says the last word: that it was closed as it was told. */
  synchronized boolean closed() {
    return conclude(SessionListener::closed);
  }

  /** Says the last word: why it ended. */
  synchronized boolean failed(Failure failure) {
    return conclude(last -> last.failed(failure));
  }

  private boolean conclude(Consumer<SessionListener> word) {
    if (over) {
      return false;
    }
    over = true;
    awaitsTheEnd = false;
    lastWord = word;
    tell(word);
    return true;
  }

  private void say(Consumer<SessionListener> word) {
    if (!over) {
      tell(word);
    }
  }

  private void tell(Consumer<SessionListener> word) {
    try {
      word.accept(listener);
    } catch (RuntimeException e) {
      log.error("The listener {} threw", listener, e);
    }
  }
}
