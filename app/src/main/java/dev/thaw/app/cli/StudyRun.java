package dev.thaw.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.LocalStudy;
import dev.thaw.app.engine.Requests;
import dev.thaw.app.engine.StatusKeeper;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.engine.StudyLog;
import dev.thaw.app.engine.StudyWatch;
import dev.thaw.app.notify.NotifySettings;
import dev.thaw.app.report.EndTable;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.RaisedBudget;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.app.view.StudyView;
import dev.thaw.app.view.Terminal;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.study.StudySpec;
import dev.thaw.trainer.Trainer;
import dev.thaw.workers.asked.AskedTrainer;
import dev.thaw.workers.checkpoint.CheckpointStore;
import dev.thaw.workers.gpu.GpuClaims;
import dev.thaw.workers.gpu.SlotSettings;
import dev.thaw.workers.session.SessionHostSettings;
import dev.thaw.workers.session.StudyPlace;
import dev.thaw.workers.session.ThreadedSessionHost;
import dev.thaw.workers.session.Trainers;
import dev.thaw.workers.slot.GpuSlotSettings;
import dev.thaw.workers.slot.MachineSlots;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one study in the foreground: watches it, keeps its status file, and sums it up. */
final class StudyRun {

  private static final Duration FRAME = Duration.ofMillis(200);

  /** Columns of the closing table where nobody's terminal limits them. */
  private static final int PAPER_WIDTH = 160;

  private final StudySpec spec;
  private final StudyFolder folder;
  private final RunOptions options;
  private final PrintWriter out;
  private final StatusKeeper status;

  StudyRun(StudySpec spec, StudyFolder folder, RunOptions options, PrintWriter out) {
    this.spec = spec;
    this.folder = folder;
    this.status = new StatusKeeper(folder);
    this.options = options;
    this.out = out;
  }

  /** Runs it to its end and returns the exit code. */
  int run() throws IOException, InterruptedException {
    Map<String, Trainer> trainers =
        Trainers.usable(problem -> System.err.println("thaw: " + problem));
    Trainer trainer = checkedTrainer(trainers);
    SessionHostSettings settings = checkedSettings();
    Integer port = options.serve();
    var notifier = new StudyNotice(notifySettings());
    checkFolder();
    try (var _ = folder.own()) {
      boolean begun = folder.holdsStudy();
      RaisedBudget raised = begun ? folder.raisedBy(spec).orElse(null) : null;
      StudyLog.writeTo(folder.log());
      // Whatever can refuse the study does before it is begun: what is begun cannot be changed.
      MachineSlots slots = findSlots(trainer);
      CheckpointStore store = StudyStore.open(spec, folder);
      if (!begun) {
        begin(trainer);
      }
      if (raised != null) {
        raise(raised);
      }
      Watched end = train(trainers, slots, store, settings, port);
      if (end == null) {
        return ExitCode.INTERRUPTED;
      }
      conclude(end, notifier);
      return end.state().progress().best() == null ? ExitCode.NO_RESULT : ExitCode.OK;
    } catch (LocalStudy.StudyFrozenException frozen) {
      notifier.failed(spec.name(), String.valueOf(frozen.getMessage()));
      throw new UserMistake(String.valueOf(frozen.getMessage()), ExitCode.FROZEN);
    } catch (LocalStudy.StudyFailedException failed) {
      notifier.failed(spec.name(), String.valueOf(failed.getMessage()));
      throw new UserMistake(
          "%s.\nNothing that was recorded is lost; the log has more: %s"
              .formatted(failed.getMessage(), folder.log()),
          ExitCode.FAULT);
    } catch (StudyFolder.FolderBusyException busy) {
      throw new UserMistake(String.valueOf(busy.getMessage()), ExitCode.BUSY);
    } catch (StudyFolder.ChangedSpecException
        | BadSpecException
        | LocalStudy.StudyRefusedException changed) {
      throw new UserMistake(String.valueOf(changed.getMessage()));
    }
  }

  /**
   * Lets the study that was begun spend what is wanted, and says so; it goes on if it had ended.
   */
  private void raise(RaisedBudget raised)
      throws BadSpecException,
          InterruptedException,
          LocalStudy.StudyRefusedException,
          LocalStudy.StudyFailedException {
    Budget inForce = inForce();
    BudgetChange change;
    try {
      change = raised.over(inForce);
    } catch (IllegalArgumentException lower) {
      throw new UserMistake(String.valueOf(lower.getMessage()));
    }
    if (change != null) {
      Budget now =
          AloneStudy.changeOwned(
              folder,
              study -> study.extend(change),
              (state, budget) -> state.budget().equals(budget));
      System.err.println("thaw: " + RaisedBudget.sentence(inForce, now));
    }
  }

  private Budget inForce() throws BadSpecException {
    try {
      return JournalRows.budget(folder, folder.begun());
    } catch (IllegalStateException unreadable) {
      throw new UserMistake(String.valueOf(unreadable.getMessage()), ExitCode.FAULT);
    }
  }

  private Trainer checkedTrainer(Map<String, Trainer> trainers) {
    Trainer trainer = trainers.get(spec.trainer().name());
    if (trainer == null) {
      throw new UserMistake(
          "trainer.name (%s) must be one of %s.\nMaybe its jar is missing from THAW_CLASSPATH."
              .formatted(spec.trainer().name(), trainers.keySet()));
    }
    // A study that has begun trains its own copy of the code, whatever became of the original.
    List<String> problems =
        folder.holdsStudy()
            ? List.of()
            : trainer.problemsWith(spec.trainer().options(), parameters());
    if (!problems.isEmpty()) {
      throw new UserMistake(String.join("\n", problems));
    }
    OnlineChecks.unchangeable(spec, trainer)
        .or(() -> OnlineChecks.unforkable(spec, trainer))
        .ifPresent(
            problem -> {
              throw new UserMistake(problem);
            });
    return trainer;
  }

  private Set<String> parameters() {
    Set<String> parameters = new LinkedHashSet<>();
    spec.space().parameters().forEach(parameter -> parameters.add(parameter.name()));
    return parameters;
  }

  /** Before anything is begun; those that are not returned are read again where they are used. */
  private static SessionHostSettings checkedSettings() {
    Config config = ConfigFactory.load();
    try {
      LocalStudy.checkSettings(config);
      var _ =
          GpuSlotSettings.of(
              SlotSettings.defaults(), OptionalInt.empty(), GpuClaims.everything(), config);
      return SessionHostSettings.from(config);
    } catch (ConfigException | IllegalArgumentException wrong) {
      throw WrongSetting.because(wrong);
    }
  }

  private static NotifySettings notifySettings() {
    try {
      return NotifySettings.from(ConfigFactory.load());
    } catch (ConfigException | IllegalArgumentException wrong) {
      throw WrongSetting.because(wrong);
    }
  }

  /** The spec is written last: a study that has one has everything. */
  private void begin(Trainer trainer) throws IOException {
    try {
      trainer.begin(spec.trainer().options(), parameters(), folder.directory());
    } catch (IOException refused) {
      throw new UserMistake(String.valueOf(refused.getMessage()));
    }
    folder.prepare(spec);
  }

  /** The slots of this machine; says on the way which of its GPUs are left alone. */
  private MachineSlots findSlots(Trainer trainer) {
    boolean usesGpu = trainer.usesGpu(spec.trainer().options());
    try {
      MachineSlots slots =
          MachineSlots.find(spec.resources(), usesGpu, System.getenv(), ConfigFactory.load());
      List<String> notes = new ArrayList<>(slots.notes());
      notes.addAll(SlotNotes.of(spec.resources(), usesGpu, slots));
      notes.forEach(note -> System.err.println("thaw: " + note));
      return slots;
    } catch (MachineSlots.TooFewGpusException tooFew) {
      throw new UserMistake(String.valueOf(tooFew.getMessage()));
    } catch (ConfigException | IllegalArgumentException wrong) {
      throw WrongSetting.because(wrong);
    }
  }

  private void checkFolder() {
    Path directory = folder.directory();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new UserMistake(
          "the study's folder (%s) must be a folder, but is a file.\nMaybe choose another with --dir."
              .formatted(directory));
    }
    if (directory.toString().contains(";")) {
      throw new UserMistake(
          "the study's folder (%s) must not contain a semicolon, which ends a database's name.\nMaybe choose another with --dir."
              .formatted(directory));
    }
    if (folder.isOfCluster()) {
      throw new UserMistake(
          "the study's folder (%s) must not be one of a cluster's studies, which keep their checkpoints there.\nMaybe choose another with --dir."
              .formatted(directory));
    }
  }

  /** Runs the study; its end, or null if the process is told to end before. */
  private @Nullable Watched train(
      Map<String, Trainer> trainers,
      MachineSlots slots,
      CheckpointStore store,
      SessionHostSettings settings,
      @Nullable Integer port)
      throws InterruptedException,
          LocalStudy.StudyRefusedException,
          LocalStudy.StudyFailedException,
          BadSpecException,
          IOException {
    StudySpec begun = folder.begun(); // Its budget is that of its journal, whatever it is now.
    StudyView view =
        Terminal.ofProcess().open(System.err, folder.directory(), ZoneId.systemDefault());
    AskedTrainer.sweep(folder.directory());
    var place = new StudyPlace(store, folder.directory());
    var watcher = StudyWatch.begin(begun, folder);
    // Closed in the opposite order: nobody hears any more of the sessions that the host aborts.
    try (var wayOut =
            new WayOut(
                () -> interrupted(view), () -> trainers.values().forEach(Trainer::shutDown));
        var _ = Leash.on(options.leashed());
        var host = new ThreadedSessionHost(trainers, study -> place, slots, settings);
        var study = LocalStudy.open(begun, folder, host, watcher);
        var serving = Serving.of(begun, folder, study, trainers, watcher, port)) {
      return watch(study, watcher, view, wayOut, serving);
    } finally {
      view.close();
    }
  }

  /** Shows the study and keeps its status file until it ends, the end included. */
  private @Nullable Watched watch(
      LocalStudy study, StudyWatch watcher, StudyView view, WayOut wayOut, Serving serving)
      throws InterruptedException, LocalStudy.StudyFailedException {
    boolean ended = false;
    Watched newest = null;
    var requests = new Requests(folder);
    requests.sweep();
    while (!ended || newest == null) {
      ended = study.awaitEnd(FRAME).isPresent();
      newest = watcher.newest();
      serving.look(newest);
      if (wayOut.isWanted()) {
        status.hasten();
      }
      if (!ended) {
        requests.serve(study);
      }
      if (newest != null) {
        view.show(newest, Instant.now());
        status.keep(newest);
      }
      if (wayOut.isWanted()) {
        return null;
      }
    }
    if (!options.leashed()) { // Whoever holds the leash hears of the end by that of the process.
      serving.linger(wayOut::isWanted);
    }
    return newest;
  }

  private void interrupted(StudyView view) {
    view.close();
    System.err.printf(
        "%nInterrupted. Nothing is lost; this goes on: ./thaw run --dir '%s'%n",
        folder.directory());
  }

  private void conclude(Watched end, StudyNotice notifier) {
    Instant now = Instant.now();
    StudyReport report = ReportFile.write(folder, end, now);
    Terminal terminal = Terminal.ofProcess();
    StudySummary summary = StudySummary.of(end, now, folder.directory());
    List<String> table =
        EndTable.lines(end, now, folder.places(), terminal.live() ? terminal.width() : PAPER_WIDTH);
    if (options.json()) {
      table.forEach(System.err::println);
      out.println(Json.line(summary));
    } else {
      table.forEach(out::println);
    }
    out.flush();
    notifier.ended(summary, report);
  }
}
