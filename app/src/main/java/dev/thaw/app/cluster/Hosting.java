package dev.thaw.app.cluster;

import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.meter.HostingMeters;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.watch.HostingRule;
import dev.thaw.actors.watch.JournalProbe;
import dev.thaw.actors.watch.JournalWatch;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Whether a node that is meant to host studies may do so, as its journal stands. Outlives actor
 * systems: the next one begins as the last one ended. Safe for use by several threads.
 */
final class Hosting implements AutoCloseable {

  private final HostingRule rule;
  private final JournalProbe journal;
  private final HostingMeters meters;
  private volatile boolean allowed = true;

  private Hosting(HostingRule rule, JournalProbe journal, Meters meters, String node) {
    this.rule = rule;
    this.journal = journal;
    this.meters =
        meters.hosting(
            node,
            () -> allowed,
            () -> journal.pulse().silentFor(System.nanoTime()).toMillis() / 1e3);
  }

  /** Begins to ask the journal, in the background. */
  static Hosting of(ClusterSettings settings, PostgresJournal journal, Meters meters) {
    HostingRule rule = settings.hosting();
    return new Hosting(
        rule,
        JournalProbe.start(() -> journal.ping(rule.answerLimit()), rule.interval()),
        meters,
        settings.name());
  }

  /** Whether studies may be here. */
  boolean allowed() {
    return allowed;
  }

  /** What is wrong with the journal. */
  Optional<String> problem() {
    return journal.problem();
  }

  /** From now on it is so; the actor system has to be replaced for it. */
  void decided(JournalWatch.Verdict verdict) {
    allowed = verdict == JournalWatch.Verdict.RETURN;
  }

  /** The watch of the next actor system. */
  Behavior<JournalWatch.Command> watch(Consumer<JournalWatch.Verdict> node) {
    return JournalWatch.create(allowed, rule, journal::pulse, System::nanoTime, node);
  }

  @Override
  public void close() {
    journal.close();
    meters.close();
  }
}
