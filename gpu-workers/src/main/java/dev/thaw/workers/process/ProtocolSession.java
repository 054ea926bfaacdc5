package dev.thaw.workers.process;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.hypergradient.WeightGroup;
import dev.thaw.workers.launch.ProcessLedger;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session with a script that speaks the protocol. */
final class ProtocolSession implements TrainingSession {

  private static final int LINE_SHOWN = 200;

  private final Script script;
  private final ProcessOptions options;
  // False while the script owes an answer: most would not hear a stop then.
  private boolean idle;
  private int lastEpoch;
  private final int trial;
  private Map<String, Object> changed = Map.of();

  private ProtocolSession(Script script, ProcessOptions options, int trial, int lastEpoch) {
    this.script = script;
    this.options = options;
    this.trial = trial;
    this.lastEpoch = lastEpoch;
  }

  /** Starts the script, greets it, and leads it to where its checkpoint is. */
  static ProtocolSession open(TrialSetup setup, ProcessOptions options, ProcessLedger ledger)
      throws IOException, InterruptedException {
    int retrain = RetrainMarker.epochsToRetrain(setup);
    Optional<Checkpoint> resume = setup.resumeFrom().filter(from -> retrain == 0);
    int lastEpoch = resume.map(Checkpoint::epoch).orElse(0);
    Script script = new Script(setup, options, ledger, lastEpoch);
    ProtocolSession session = new ProtocolSession(script, options, setup.trial(), lastEpoch);
    try {
      session.greet(setup, resume);
      for (int epoch = 1; epoch <= retrain; epoch++) {
        session.trainEpoch(epoch);
      }
      return session;
    } catch (IOException | InterruptedException | RuntimeException e) {
      script.close();
      throw e;
    }
  }

  private void greet(TrialSetup setup, Optional<Checkpoint> resume)
      throws IOException, InterruptedException {
    String doing = "before it said hello";
    ClientMessage said = await(doing, options.startTimeLimit());
    if (!(said instanceof ClientMessage.Hello(int protocol, String client))) {
      throw unexpected(said, "hello", doing);
    }
    if (protocol != WorkerMessage.PROTOCOL) {
      throw script.failed(
          ScriptFailed.Kind.PROTOCOL,
          "protocol (%d) of %s must be %d.\nMaybe it brings its own, other version of thaw"
              .formatted(protocol, client, WorkerMessage.PROTOCOL));
    }
    script.send(WorkerMessage.welcome(setup, resume));
    idle = true;
  }

  /** Tells the script with its next epoch. */
  @Override
  public void change(Map<String, Object> parameters) {
    changed = parameters;
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws IOException, InterruptedException {
    String doing = "in epoch %d".formatted(epoch);
    ClientMessage said = ask(WorkerMessage.train(epoch, changed), doing);
    if (!(said instanceof ClientMessage.Epoch(int reported, var metrics, var sealed, var worked))) {
      throw unexpected(said, "the report of epoch %d".formatted(epoch), doing);
    }
    if (reported != epoch) {
      throw script.failed(
          ScriptFailed.Kind.PROTOCOL,
          "The script reported epoch (%d), which must be %d.\nMaybe it reports an epoch twice"
              .formatted(reported, epoch));
    }
    script.log().seal(epoch, sealed);
    idle = true;
    lastEpoch = epoch;
    return new EpochResult(metrics, worked);
  }

  /** Of what weights the script's model consists. */
  List<WeightGroup> describe() throws IOException, InterruptedException {
    String doing = "while it described its model";
    ClientMessage said = ask(WorkerMessage.describe(), doing);
    if (!(said instanceof ClientMessage.Model(var groups))) {
      throw unexpected(said, "model", doing);
    }
    idle = true;
    return groups;
  }

  /** What {@link WorkerMessage#evaluate} asks for; returns the loss. */
  double evaluate(String what, int step, Path folder) throws IOException, InterruptedException {
    String doing = "while it evaluated (%s) at step %d".formatted(what, step);
    ClientMessage said = ask(WorkerMessage.evaluate(what, step, folder), doing);
    if (!(said instanceof ClientMessage.Evaluated(double loss))) {
      throw unexpected(said, "evaluated", doing);
    }
    idle = true;
    return loss;
  }

  /** A failure of the script that another found in what it said. */
  ScriptFailed broken(String message) {
    return script.failed(ScriptFailed.Kind.PROTOCOL, message);
  }

  @Override
  public void save(Path directory) throws IOException {
    try {
      saveWhatIsAsked(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the script saved.");
    }
  }

  private void saveWhatIsAsked(Path directory) throws IOException, InterruptedException {
    String doing = "while it saved epoch %d".formatted(lastEpoch);
    ClientMessage said = ask(WorkerMessage.save(lastEpoch, directory), doing);
    if (!(said instanceof ClientMessage.Saved(int epoch, var path, boolean retrain))
        || epoch != lastEpoch) {
      throw unexpected(said, "saved, epoch %d".formatted(lastEpoch), doing);
    }
    idle = true;
    if (retrain) {
      RetrainMarker.write(directory, trial, lastEpoch);
    } else if (path.isPresent()) {
      copy(path.get(), directory);
    }
    if (FolderTree.isEmpty(directory)) {
      throw script.failed(
          ScriptFailed.Kind.PROTOCOL, "The script said that it had saved, but wrote nothing");
    }
  }

  private void copy(String path, Path directory) throws IOException {
    Path from = options.workingDirectory().resolve(path).normalize();
    if (!Files.exists(from)) {
      throw script.failed(
          ScriptFailed.Kind.PROTOCOL,
          "path (%s) of what was saved must be a file or folder that exists".formatted(from));
    }
    if (!from.startsWith(directory.toAbsolutePath())) {
      FolderTree.copy(from, directory);
    }
  }

  private ClientMessage ask(String command, String doing) throws IOException, InterruptedException {
    idle = false;
    try {
      script.send(command);
    } catch (IOException e) {
      // The script's last words say more than a broken pipe; if it has none, its end does.
      ClientMessage last = await(doing, null);
      throw unexpected(last, "nothing after it had closed the connection", doing);
    }
    return await(doing, null);
  }

  /** The next message, unless it is the script's failure. */
  private ClientMessage await(String doing, @Nullable Duration limit)
      throws ScriptFailed, InterruptedException {
    boolean connected = limit == null;
    while (true) {
      Event event = script.next(limit);
      switch (event) {
        case null -> throw late(connected, limit);
        case Event.Connected() -> connected = true;
        case Event.Said(ClientMessage.Failed(var kind, String message)) ->
            throw script.failed(kind, "The script failed %s: %s".formatted(doing, message));
        case Event.Said(ClientMessage.Goodbye()) ->
            throw script.ended(
                doing, "its loop ended by itself; within Thaw the study says when it ends.");
        case Event.Said(ClientMessage message) -> {
          return message;
        }
        case Event.Garbage(String line, String reason) -> throw illegible(line, reason, doing);
        case Event.Closed(), Event.Exited(_) ->
            throw script.ended(
                doing,
                limit == null
                    ? "it leaves its loop early."
                    : "it never calls thaw.trial(); a script without Thaw needs option metrics.");
      }
    }
  }

  private ScriptFailed late(boolean connected, @Nullable Duration limit) {
    String what =
        connected
            ? "has connected, but did not say hello"
            : "has not connected to the socket in THAW_SOCKET";
    return script.failed(
        ScriptFailed.Kind.PROTOCOL,
        "The script %s within %s.%nMaybe it never calls thaw.trial(), or needs a longer startTimeLimit"
            .formatted(what, limit));
  }

  private ScriptFailed illegible(String line, String reason, String doing) {
    String shown = line.length() <= LINE_SHOWN ? line : line.substring(0, LINE_SHOWN) + "...";
    return script.failed(
        ScriptFailed.Kind.PROTOCOL,
        "The script sent a line %s that is no message (%s): %s".formatted(doing, reason, shown));
  }

  private ScriptFailed unexpected(ClientMessage said, String expected, String doing) {
    return script.failed(
        ScriptFailed.Kind.PROTOCOL,
        "The script said (%s) %s, but must say %s".formatted(said, doing, expected));
  }

  @Override
  public Set<Long> processes() {
    return script.processes();
  }

  /** Between two epochs the script waits for an order. */
  @Override
  public boolean canWait() {
    return idle;
  }

  @Override
  public void close() {
    try (script) {
      if (idle || script.listensWhileTraining()) {
        script.send(WorkerMessage.stop());
        script.awaitExit(options.stopTimeLimit());
      }
    } catch (IOException e) {
      // It has ended already, which is what was wanted.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
