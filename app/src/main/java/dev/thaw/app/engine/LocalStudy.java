package dev.thaw.app.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.broker.BrokerSettings;
import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.NodeBooks;
import dev.thaw.actors.node.NodeSettings;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.study.StudyChanged;
import dev.thaw.actors.study.StudyHome;
import dev.thaw.actors.study.StudyOpened;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.study.SupervisorSettings;
import dev.thaw.actors.study.Surroundings;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * A study that runs in this process: one actor system with a broker, a node and the supervisor of
 * the study, whose journal lies in the study's folder. Closing it stops the process's part of the
 * work at once; the study itself goes on from there when it is opened again.
 */
public final class LocalStudy implements Requests.Study, AutoCloseable {

  private static final String NODE = "local";
  private static final Duration OPEN_TIMEOUT = Duration.ofMinutes(1);

  private final ActorSystem<Void> system;
  private final CompletableFuture<StudyState> ended;
  private final CompletableFuture<ActorRef<StudySupervisor.Command>> supervisor;
  private final LocalHome home;

  private LocalStudy(
      ActorSystem<Void> system,
      CompletableFuture<StudyState> ended,
      CompletableFuture<ActorRef<StudySupervisor.Command>> supervisor,
      LocalHome home) {
    this.system = system;
    this.home = home;
    this.ended = ended;
    this.supervisor = supervisor;
  }

  /**
   * Opens a study, new or begun, and runs it.
   *
   * @param spec the study
   * @param folder its folder, which this process owns
   * @param host where its sessions run
   * @param watcher hears of every row that is added to the journal, from one thread
   * @throws StudyRefusedException if the journal holds another study
   * @throws StudyFailedException if the journal cannot be read
   */
  public static LocalStudy open(
      StudySpec spec, StudyFolder folder, SessionHost host, Consumer<StudyChanged> watcher)
      throws StudyRefusedException, StudyFailedException, InterruptedException {
    StudyJournal.createTables(folder.directory());
    Config config =
        StudyJournal.h2(folder.directory()).withFallback(ConfigFactory.load()).resolve();
    // Wrong settings are found here, before anything is started.
    NodeSettings nodeSettings = NodeSettings.from(config);
    SupervisorSettings supervisorSettings = SupervisorSettings.from(config);
    BrokerSettings brokerSettings = BrokerSettings.from(config).withoutPredecessor();
    var ended = new CompletableFuture<StudyState>();
    var supervisor = new CompletableFuture<ActorRef<StudySupervisor.Command>>();
    var home =
        new LocalHome(folder, why -> ended.completeExceptionally(new StudyFrozenException(why)));
    Consumer<StudyChanged> heard =
        changed -> {
          watcher.accept(changed);
          if (changed.state().lifecycle().phase() == Lifecycle.Phase.ENDED) {
            ended.complete(changed.state());
          }
        };
    Consumer<String> died =
        actor ->
            ended.completeExceptionally(
                new StudyFailedException("the actor (" + actor + ") of the study has crashed"));
    ActorSystem<Void> system =
        ActorSystem.create(
            guardian(
                spec,
                host,
                brokerSettings,
                nodeSettings,
                supervisorSettings,
                home,
                heard,
                died,
                supervisor),
            "thaw",
            config);
    var study = new LocalStudy(system, ended, supervisor, home);
    try {
      study.open(spec);
      return study;
    } catch (StudyRefusedException | StudyFailedException | InterruptedException refused) {
      study.close();
      throw refused;
    }
  }

  /**
   * Makes sure that no study would be refused because of a setting.
   *
   * @throws com.typesafe.config.ConfigException if one is missing or cannot be read
   * @throws IllegalArgumentException if one is out of its range
   */
  public static void checkSettings(Config config) {
    var unused =
        List.of(
            BrokerSettings.from(config),
            NodeSettings.from(config),
            SupervisorSettings.from(config));
  }

  private void open(StudySpec spec)
      throws StudyRefusedException, StudyFailedException, InterruptedException {
    StudyOpened unused =
        ask(replyTo -> new StudySupervisor.OpenStudy(spec, replyTo), "read from its journal");
  }

  /**
   * Changes what the study may spend.
   *
   * @return the budget, once the change is durable
   * @throws StudyRefusedException if the change makes no sense; the message says why
   */
  @Override
  public Budget extend(BudgetChange change)
      throws StudyRefusedException, StudyFailedException, InterruptedException {
    StudySupervisor.Spendable now =
        ask(replyTo -> new StudySupervisor.ExtendStudy(change, null, replyTo), "changed");
    return now.budget();
  }

  /**
   * Carries out what somebody asks by hand; done once that is durable.
   *
   * @throws StudyRefusedException if the command makes no sense; the message says why
   */
  @Override
  public void command(StudyCommand command, @Nullable String key)
      throws StudyRefusedException, StudyFailedException, InterruptedException {
    Done unused =
        ask(replyTo -> new StudySupervisor.GiveCommand(command, key, replyTo), "commanded");
  }

  /** Ends the study gracefully; done once that is durable. */
  @Override
  public void stop() throws StudyRefusedException, StudyFailedException, InterruptedException {
    Done unused = ask(StudySupervisor.StopStudy::new, "stopped");
  }

  /** The actor system of the study, for what is to live as long. */
  public ActorSystem<?> system() {
    return system;
  }

  /**
   * Asks the study's supervisor; the stage fails with what was asked if it is refused, and with a
   * {@link TimeoutException} if nobody answers.
   */
  public <T> CompletionStage<T> ask(
      Function<ActorRef<StatusReply<T>>, StudySupervisor.Command> question) {
    return supervisor.thenCompose(
        ref -> AskPattern.askWithStatus(ref, question::apply, OPEN_TIMEOUT, system.scheduler()));
  }

  private <T> T ask(
      Function<ActorRef<StatusReply<T>>, StudySupervisor.Command> question, String what)
      throws StudyRefusedException, StudyFailedException, InterruptedException {
    try {
      return ask(question).toCompletableFuture().get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      if (cause instanceof TimeoutException) {
        throw new StudyFailedException(
            "the study could not be %s within ".formatted(what) + OPEN_TIMEOUT.toSeconds() + " s");
      }
      if (home.frozen() != null) {
        throw frozen();
      }
      throw new StudyRefusedException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** That the study is frozen, once the bundle for a bug report is written. */
  private StudyFailedException frozen() throws InterruptedException {
    try {
      StudyState unused = ended.get(OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new StudyFailedException("the study has ended");
    } catch (ExecutionException why) {
      return failure(why);
    } catch (TimeoutException slow) {
      return new StudyFrozenException(String.valueOf(home.frozen()));
    }
  }

  private static StudyFailedException failure(ExecutionException crashed) {
    return crashed.getCause() instanceof StudyFailedException failed
        ? failed
        : new StudyFailedException(String.valueOf(crashed.getCause()));
  }

  private static Behavior<Void> guardian(
      StudySpec spec,
      SessionHost host,
      BrokerSettings brokerSettings,
      NodeSettings nodeSettings,
      SupervisorSettings supervisorSettings,
      StudyHome home,
      Consumer<StudyChanged> heard,
      Consumer<String> died,
      CompletableFuture<ActorRef<StudySupervisor.Command>> started) {
    return Behaviors.setup(
        context -> {
          ActorRef<SlotBroker.Command> broker =
              context.spawn(
                  SlotBroker.create(
                      Clock.systemUTC(),
                      brokerSettings,
                      supervisorSettings.signInterval(),
                      Meters.none()),
                  "broker");
          var books = new NodeBooks(UUID.randomUUID().toString());
          ActorRef<GpuNode.Command> node =
              context.spawn(
                  GpuNode.create(NODE, books, broker, host, nodeSettings, Meters.none()), "node");
          ActorRef<StudySupervisor.Command> supervisor =
              context.spawn(
                  StudySupervisor.create(
                      spec.name(),
                      supervisorSettings,
                      new Surroundings(
                          Clock.systemUTC(), broker, Advisers::of, home, Meters.none())),
                  "study");
          ActorRef<StudyChanged> ear =
              context.spawn(
                  Behaviors.receiveMessage(
                      changed -> {
                        heard.accept(changed);
                        return Behaviors.same();
                      }),
                  "watcher");
          supervisor.tell(new StudySupervisor.Watch(ear));
          started.complete(supervisor);
          // None of these stops by itself; without one of them the study would hang in silence.
          context.watch(supervisor);
          context.watch(node);
          context.watch(broker);
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  gone -> {
                    died.accept(gone.getRef().path().name());
                    return Behaviors.same();
                  })
              .build();
        });
  }

  /**
   * Waits for the end of the study.
   *
   * @param patience how long to wait at most
   * @return the state at the end; empty if the study goes on
   * @throws StudyFailedException if it cannot go on in this process
   */
  public Optional<StudyState> awaitEnd(Duration patience)
      throws InterruptedException, StudyFailedException {
    try {
      return Optional.of(ended.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException crashed) {
      throw failure(crashed);
    }
  }

  /** Ends this process's part: leaves the journal closed and complete. */
  @Override
  public void close() {
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      system.log().warn("the actor system did not stop in time", late);
    }
  }

  /** The study cannot go on in this process; its journal is as good as before. */
  public static class StudyFailedException extends Exception {
    StudyFailedException(String message) {
      super(message);
    }
  }

  /** What was decided breaks what must hold of every study; the message says all to people. */
  public static final class StudyFrozenException extends StudyFailedException {
    StudyFrozenException(String message) {
      super(message);
    }
  }

  /** The journal holds another study than the one that was asked for. */
  public static final class StudyRefusedException extends Exception {
    StudyRefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
