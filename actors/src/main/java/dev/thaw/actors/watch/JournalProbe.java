package dev.thaw.actors.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the journal of a process again and again until it is closed, in a thread of its own: it must
 * go on while no actor system runs, and a database that hangs must keep nobody else waiting. May be
 * read from any thread.
 */
public final class JournalProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalProbe.class);

  private final Supplier<Optional<String>> journal;
  private final Duration interval;
  private final Thread thread;
  private volatile Seen seen;

  private record Seen(JournalPulse pulse, Optional<String> problem) {}

  private JournalProbe(Supplier<Optional<String>> journal, Duration interval) {
    this.journal = journal;
    this.interval = interval;
    this.seen = new Seen(JournalPulse.unknown(System.nanoTime()), Optional.empty());
    this.thread = Thread.ofVirtual().name("thaw-journal-probe").unstarted(this::run);
  }

  /**
   * Begins to ask.
   *
   * @param journal says what is wrong with it, in words, or that nothing is; may block
   * @param interval how long to wait between two questions
   */
  public static JournalProbe start(Supplier<Optional<String>> journal, Duration interval) {
    var probe = new JournalProbe(journal, interval);
    probe.thread.start();
    return probe;
  }

  /** What is known by now. */
  public JournalPulse pulse() {
    return seen.pulse();
  }

  /** What was wrong when it was asked last; empty if nothing was, or it was never asked. */
  public Optional<String> problem() {
    return seen.problem();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<String> problem = ask();
        tell(problem);
        JournalPulse before = seen.pulse();
        seen =
            new Seen(
                problem.isEmpty() ? before.answered(System.nanoTime()) : before.failed(), problem);
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> ask() {
    try {
      return journal.get();
    } catch (RuntimeException fault) {
      return Optional.of(String.valueOf(fault));
    }
  }

  /** For whoever runs the node; once each time it changes. */
  private void tell(Optional<String> problem) {
    if (problem.isPresent() && seen.problem().isEmpty()) {
      LOG.warn("the journal does not answer: {}", problem.get());
    } else if (problem.isEmpty() && seen.problem().isPresent()) {
      LOG.info(
          "the journal answers again, after {} s",
          seen.pulse().silentFor(System.nanoTime()).toSeconds());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
