package dev.thaw.workers.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a worker says to its script, as one line of JSON each. */
final class WorkerMessage {

  /** The version of the protocol that this worker speaks. */
  static final int PROTOCOL = 1;

  private WorkerMessage() {}

  static String welcome(TrialSetup setup, Optional<Checkpoint> resume) throws IOException {
    ObjectNode message = message("welcome");
    message.put("protocol", PROTOCOL);
    message.put("study", setup.study());
    message.put("trial", setup.trial());
    message.set("parameters", ClientMessage.JSON.valueToTree(setup.parameters()));
    SpaceNames.in(setup.folder())
        .ifPresent(names -> message.set("space", ClientMessage.JSON.valueToTree(names)));
    message.put("seed", setup.seed());
    setup.maximum().ifPresent(maximum -> message.put("maximum", maximum));
    message.putNull("resume");
    resume.ifPresent(
        from ->
            message
                .putObject("resume")
                .put("directory", from.directory().toAbsolutePath().toString())
                .put("epoch", from.epoch()));
    return message.toString();
  }

  /**
   * The order to train.
   *
   * @param changed the values of parameters that may have changed; none where nobody changes any
   */
  static String train(int epoch, Map<String, Object> changed) {
    ObjectNode message = message("train").put("epoch", epoch);
    if (!changed.isEmpty()) {
      message.set("parameters", ClientMessage.JSON.valueToTree(changed));
    }
    return message.toString();
  }

  static String save(int epoch, Path directory) {
    return message("save")
        .put("epoch", epoch)
        .put("directory", directory.toAbsolutePath().toString())
        .toString();
  }

  static String describe() {
    return message("describe").toString();
  }

  /**
   * Asks for a loss and a vector, or for one of them.
   *
   * @param what {@code first}, {@code training}, {@code hessian} or {@code validation}
   * @param folder where the files {@code weights} and {@code vector} are, and {@code result} is to
   *     be
   */
  static String evaluate(String what, int step, Path folder) {
    return message("evaluate")
        .put("what", what)
        .put("step", step)
        .put("weights", folder.resolve("weights").toString())
        .put("vector", folder.resolve("vector").toString())
        .put("result", folder.resolve("result").toString())
        .toString();
  }

  static String stop() {
    return message("stop").toString();
  }

  private static ObjectNode message(String type) {
    return ClientMessage.JSON.createObjectNode().put("type", type);
  }
}
