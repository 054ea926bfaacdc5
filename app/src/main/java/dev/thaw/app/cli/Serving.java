package dev.thaw.app.cli;

import com.typesafe.config.ConfigFactory;
import dev.thaw.app.engine.LocalStudy;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.engine.StudyWatch;
import dev.thaw.app.serve.StudyServer;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.trainer.Trainer;
import dev.thaw.workers.asked.AskHub;
import dev.thaw.workers.asked.AskedTrainer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a study that runs in this process is to others: its server, and those who train for it. */
final class Serving implements AutoCloseable {

  /** Longer than those who wait are silent between two questions. */
  private static final Duration LINGER = Duration.ofSeconds(3);

  private static final Duration STEP = Duration.ofMillis(50);

  private final StudySpec spec;
  private final AskHub hub;
  private final @Nullable StudyServer server;

  private Serving(StudySpec spec, AskHub hub, @Nullable StudyServer server) {
    this.spec = spec;
    this.hub = hub;
    this.server = server;
  }

  /**
   * Begins, and says where, on the standard error.
   *
   * @param port of the server; null for none
   */
  static Serving of(
      StudySpec spec,
      StudyFolder folder,
      LocalStudy study,
      Map<String, Trainer> trainers,
      StudyWatch watcher,
      @Nullable Integer port) {
    AskHub hub =
        trainers.get(AskedTrainer.NAME) instanceof AskedTrainer asked ? asked.hub() : new AskHub();
    if (port == null) {
      return new Serving(spec, hub, null);
    }
    try {
      StudyServer server =
          StudyServer.start(spec, folder, study, hub, watcher::newest, ConfigFactory.load(), port);
      System.err.println("thaw: serving at " + server.file().link());
      return new Serving(spec, hub, server);
    } catch (IOException unserved) {
      throw new UserMistake(
          "--serve (%d): %s".formatted(port, unserved.getMessage()), ExitCode.FAULT);
    }
  }

  /** Looks whether the study still wants what nobody has asked for. */
  void look(@Nullable Watched newest) {
    if (newest == null) {
      return;
    }
    StudyState state = newest.state();
    if (!state.isOpen() || state.lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      hub.release(spec.name());
    }
  }

  /**
   * Goes on to answer for a moment if anybody has asked for the study: who waits for its end must
   * be able to hear of it.
   *
   * @param hurried whether this process is told to end
   */
  void linger(BooleanSupplier hurried) throws InterruptedException {
    long until = System.nanoTime() + LINGER.toNanos();
    while (server != null
        && server.wasAsked()
        && !hurried.getAsBoolean()
        && System.nanoTime() < until) {
      Thread.sleep(STEP);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
