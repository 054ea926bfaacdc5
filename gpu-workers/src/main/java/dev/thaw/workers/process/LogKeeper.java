package dev.thaw.workers.process;

import dev.thaw.workers.launch.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log of a running script within its limit, by looking at it several times a second. The
 * script stands still while its log is cut, so that not a byte of it is lost to those who listen.
 */
final class LogKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
  private static final long LOOK_MILLIS = 200;
  private static final ScheduledThreadPoolExecutor THREAD = thread();

  /** Somebody who reads a log while it grows. */
  interface Listener {
    /** Reads all that the log holds now. */
    void readAll() throws IOException;

    /** Goes on at another byte, since the log was cut. */
    void goOnAt(long position);
  }

  private final TrialLog trialLog;
  private final ChildProcess child;
  private final List<Listener> listeners = new ArrayList<>();
  private final Future<?> looks;
  private long start;
  private boolean closed;

  /**
   * Keeps a log until it is closed.
   *
   * @param start from which byte on the child prints
   */
  LogKeeper(TrialLog trialLog, ChildProcess child, long start) {
    this.trialLog = trialLog;
    this.child = child;
    this.start = start;
    looks =
        THREAD.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor thread() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("thaw-logs").unstarted(task));
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Adds a listener, which reads only while it holds this object's lock. */
  synchronized void add(Listener listener) {
    listeners.add(listener);
  }

  /** From which byte on the child prints. */
  synchronized long start() {
    return start;
  }

  private synchronized void look() {
    try {
      if (!closed && trialLog.isTooLong()) {
        child.rewriteLog(this::cut);
      }
    } catch (IOException | RuntimeException e) {
      // Tried again soon; a log that is too long is no reason to end a training.
      log.warn("{} could not be cut: {}", trialLog.file(), e.toString());
    }
  }

  private synchronized long cut() throws IOException {
    for (Listener listener : listeners) {
      listener.readAll();
    }
    start = trialLog.cut(start);
    for (Listener listener : listeners) {
      listener.goOnAt(Files.size(trialLog.file()));
    }
    return start;
  }

  @Override
  public synchronized void close() {
    looks.cancel(false);
    look();
    closed = true;
  }
}
