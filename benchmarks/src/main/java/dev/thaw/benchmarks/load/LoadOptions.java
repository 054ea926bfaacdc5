package dev.thaw.benchmarks.load;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The cluster and the studies of a load test. */
final class LoadOptions {

  private static final int ETA = 3;

  @Option(names = "--workers", description = "Worker processes (${DEFAULT-VALUE}).")
  int workers = 3;

  @Option(names = "--slots", description = "Slots of all workers together (${DEFAULT-VALUE}).")
  int slots = 2000;

  @Option(names = "--studies", description = "Studies that share them (${DEFAULT-VALUE}).")
  int studies = 1;

  @Option(
      names = "--scheduler",
      description = "asha (by rank alone) or thaw (with an adviser) (${DEFAULT-VALUE}).")
  String scheduler = "asha";

  @Option(names = "--epoch", description = "How long an epoch takes (${DEFAULT-VALUE}).")
  Duration epochTime = Duration.ofSeconds(1);

  @Option(
      names = "--jitter",
      description = "How far the pace of a trial may lie from that, as a share (${DEFAULT-VALUE}).")
  double jitter = 0.1;

  @Option(
      names = "--min",
      description = "Epochs after which trials are first compared (${DEFAULT-VALUE}).")
  int min = 10;

  @Option(names = "--max", description = "Epochs of a complete trial (${DEFAULT-VALUE}).")
  int max = 270;

  @Option(
      names = "--careless",
      negatable = true,
      description = "PostgreSQL does not wait for the disk.")
  boolean careless;

  @Option(names = "--supervisor-heap", description = "-Xmx of the supervisor (${DEFAULT-VALUE}).")
  String supervisorHeap = "2g";

  @Option(names = "--worker-heap", description = "-Xmx of a worker (${DEFAULT-VALUE}).")
  String workerHeap = "1g";

  @Option(
      names = "--supervisor-jvm",
      description = "An option for the supervisor's JVM, such as -Dthaw.study.snapshot-every=1000.")
  List<String> supervisorJvm = new ArrayList<>();

  @Option(names = "--worker-jvm", description = "An option for the JVMs of the workers.")
  List<String> workerJvm = new ArrayList<>();

  @Option(names = "--out", description = "Where figures are appended, as JSON Lines.")
  Path out = Path.of("benchmarks/target/load.jsonl");

  boolean durable() {
    return !careless;
  }

  /** A study that goes on for hours on its share of the slots. */
  StudySpec spec(String name) {
    return spec(name, slots / studies, min, max, new Budget(Duration.ofHours(8), null, null));
  }

  StudySpec spec(String name, int atOnce, int least, int most, Budget budget) {
    var ranks = new Scheduler.Asha(ETA, PromotionRule.PAPER, false);
    return new StudySpec(
        name,
        new StudySpec.Objective("loss", Goal.MINIMIZE),
        SearchSpace.of(
            RealParameter.log("learning_rate", 1e-4, 1).withDefault(0.01),
            IntegerParameter.log("width", 16, 256).withDefault(64),
            RealParameter.linear("momentum", 0, 0.99).withDefault(0.9),
            CategoricalParameter.of("optimizer", "sgd", "adam").withDefault("sgd")),
        new StudySpec.Fidelity("epochs", least, most),
        scheduler.equals("thaw") ? new Scheduler.Guided(Guide.THAW, ranks) : ranks,
        new RandomSuggestion(),
        false,
        new StudySpec.TrainerSpec("simulated", Map.of()),
        StudySpec.Resources.of(atOnce),
        budget,
        3,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(least),
        1);
  }
}
