package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.actors.session.Steering;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.online.GradientWatch;
import dev.thaw.core.online.Knob;
import dev.thaw.core.space.Scale;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a controller has its way, and freezing a trial changes nothing of it. */
class OnlineSessionTest {

  @TempDir private Path folder;
  private final Bowl bowl = new Bowl();

  /** Descends into a parabola; its state is a number, and it notes what it is told. */
  private static final class Bowl implements Trainer {
    final List<Integer> told = new ArrayList<>();
    int opened;

    @Override
    public String name() {
      return "bowl";
    }

    @Override
    public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
      return options.containsKey("stubborn") ? Set.of() : Set.of("rate");
    }

    @Override
    public TrainingSession open(TrialSetup setup) throws IOException {
      opened++;
      double at =
          setup.resumeFrom().isEmpty()
              ? 1
              : Double.parseDouble(
                  Files.readString(setup.resumeFrom().get().directory().resolve("at")));
      return new Descent(at, told, setup.resumeFrom().map(Checkpoint::epoch).orElse(0));
    }
  }

  private static final class Descent implements TrainingSession {
    private final List<Integer> told;
    private double at;
    private int epoch;
    private double rate = Double.NaN;

    Descent(double at, List<Integer> told, int epoch) {
      this.at = at;
      this.told = told;
      this.epoch = epoch;
    }

    @Override
    public void change(Map<String, Object> parameters) {
      rate = (Double) parameters.getOrDefault("rate", Double.NaN);
    }

    @Override
    public EpochResult trainEpoch(int next) {
      assertThat(next).isEqualTo(epoch + 1);
      epoch = next;
      told.add(next);
      double product = at * at * (1 - rate);
      at = (1 - rate) * at + 0.1 * rate * Math.sin(next);
      return new EpochResult(
          Map.of("loss", at * at, "train_loss", at * at, GradientWatch.DRIFT, product));
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("at"), Double.toString(at));
    }

    @Override
    public void close() {}
  }

  private static Steering steering(String controller, Map<String, Object> options) {
    return new Steering(
        controller,
        options,
        List.of(new Knob("rate", 1e-3, 2.5, Scale.LOG)),
        "loss",
        Goal.MINIMIZE,
        true);
  }

  private static Steering steering(String controller) {
    return controller.equals("salera")
        ? steering(controller, Map.of("parameter", "rate", "gain", 0.5))
        : steering(controller, Map.of());
  }

  private OnlineSession open(Steering steering, Optional<Checkpoint> from) throws Exception {
    var setup =
        new TrialSetup(
            "study",
            3,
            Map.of("rate", 1.9),
            99,
            Map.of(),
            TrainingSlot.onProcessor(0),
            folder,
            from,
            OptionalInt.of(20));
    return (OnlineSession) OnlineSession.open(bowl, setup, steering);
  }

  private static String train(OnlineSession session, int epoch) throws Exception {
    return session.trainEpoch(epoch).metrics().get("loss") + " by " + session.inEffect();
  }

  private List<String> uninterrupted(Steering steering, int epochs) throws Exception {
    var heard = new ArrayList<String>();
    try (OnlineSession session = open(steering, Optional.empty())) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        heard.add(train(session, epoch));
      }
    }
    return heard;
  }

  @ParameterizedTest(name = "{0}, seed 99")
  @ValueSource(strings = {"cosine", "hyperdyn", "epoch-bo", "random-5x", "salera"})
  void aTrialThatIsFrozenAfterEveryEpochGoesOnAsIfItWereNot(String controller) throws Exception {
    Steering steering = steering(controller);
    var heard = new ArrayList<String>();
    Optional<Checkpoint> from = Optional.empty();
    for (int epoch = 1; epoch <= 16; epoch++) {
      try (OnlineSession session = open(steering, from)) {
        heard.add(train(session, epoch));
        Path saved = Files.createDirectory(folder.resolve("saved-" + epoch));
        session.save(saved);
        from = Optional.of(new Checkpoint(saved, epoch));
      }
    }

    assertThat(heard).isEqualTo(uninterrupted(steering, 16));
  }

  @Test
  void theTrainerIsToldHowDeepTheStateIsAndNotWhatWasThrownAway() throws Exception {
    var unused = uninterrupted(steering("random-5x", Map.of("draws", 2)), 6);

    assertThat(bowl.told).containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void whatAScheduleChangesNeedsNoOtherSession() throws Exception {
    var heard = uninterrupted(steering("cosine"), 3);

    assertThat(bowl.opened).isEqualTo(1);
    assertThat(heard.getFirst()).endsWith("by {rate=1.9}");
    assertThat(heard.get(1)).doesNotEndWith("by {rate=1.9}");
  }

  @Test
  void nothingIsLeftOfASessionThatIsClosed() throws Exception {
    var unused = uninterrupted(steering("hyperdyn"), 9);

    try (Stream<Path> left = Files.list(folder.resolve("online"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatAKilledSessionOfTheTrialHasLeftIsDeletedByTheNext() throws Exception {
    Path killed = Files.createDirectories(folder.resolve("online/trial-00003-1/epoch-4"));
    Path others = Files.createDirectories(folder.resolve("online/trial-00030-1/epoch-4"));

    open(steering("hyperdyn"), Optional.empty()).close();

    assertThat(killed.getParent()).doesNotExist();
    assertThat(others).exists();
  }

  @Test
  void aCheckpointHoldsOnlyStatesThatMayBeWanted() throws Exception {
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (OnlineSession session = open(steering("random-5x"), Optional.empty())) {
      for (int epoch = 1; epoch <= 12; epoch++) {
        var unused = train(session, epoch);
      }
      session.save(saved);
    }

    // The state of the round, and the best of the two that it has tried; the latter may be the
    // last.
    try (Stream<Path> inside = Files.list(saved.resolve(OnlineState.FOLDER))) {
      assertThat(inside.filter(Files::isDirectory).count()).isBetween(1L, 2L);
    }
  }

  @Test
  void aCheckpointWithoutAHistoryIsRefused() throws Exception {
    Path saved = Files.createDirectory(folder.resolve("saved"));
    Files.writeString(saved.resolve("at"), "1.0");

    assertThatThrownBy(() -> open(steering("cosine"), Optional.of(new Checkpoint(saved, 1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must hold the history of a controller");
  }

  private TrialSetup setup(Map<String, Object> parameters, Map<String, Object> options) {
    return new TrialSetup(
        "study", 3, parameters, 99, options, TrainingSlot.onProcessor(0), folder, Optional.empty());
  }

  @Test
  void aTrainerThatCannotChangeTheParameterIsNotAskedTo() {
    TrialSetup setup = setup(Map.of("rate", 0.1), Map.of("stubborn", true));

    assertThatThrownBy(() -> OnlineSession.open(bowl, setup, steering("cosine")))
        .isInstanceOfSatisfying(
            TrainingFailedException.class,
            failure ->
                assertThat(failure.failureKind())
                    .isEqualTo(TrainingFailedException.Kind.INFEASIBLE))
        .hasMessageStartingWith("parameters.rate.online (true) must be of a parameter");
    assertThat(bowl.opened).isZero();
  }

  @Test
  void aTrialWithoutTheParameterHasATrainersOwnSession() throws Exception {
    TrialSetup setup = setup(Map.of("width", 7L), Map.of());

    try (TrainingSession session = OnlineSession.open(bowl, setup, steering("cosine"))) {
      assertThat(session).isInstanceOf(Descent.class);
    }
  }
}
