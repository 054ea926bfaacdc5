package dev.thaw.benchmarks.prediction;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.benchmarks.search.TableArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how well is the end of a learning curve foretold, and do the intervals hold what they
 * say? Draws contexts from tables, lets several predictors foretell the last values, and writes a
 * report.
 */
@Command(
    name = "predict",
    description = "Foretells the last values of learning curves and scores the forecasts.",
    mixinStandardHelpOptions = true)
public final class PredictionBenchmark implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report and forecasts go (${DEFAULT-VALUE}).")
  private Path folder = Path.of("benchmarks/target/predict");

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      required = true,
      description = "As in thaw simulate; may be repeated.")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  @Option(
      names = "--contexts",
      paramLabel = "N",
      description = "How many random contexts there are for each table (${DEFAULT-VALUE}).")
  private int contexts = 10;

  @Option(
      names = "--curves",
      paramLabel = "N",
      description = "How many curves a random context has seen (${DEFAULT-VALUE}).")
  private int curves = 60;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs of the policy give contexts for each table (${DEFAULT-VALUE}).")
  private int runs = 2;

  @Option(
      names = "--moments",
      paramLabel = "M",
      split = ",",
      description = "When they do, in full trainings' worth of epochs (${DEFAULT-VALUE}).")
  private List<Double> moments = List.of(1.0, 2.0, 5.0, 10.0, 20.0);

  @Option(
      names = "--rivals",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether others foretell too.")
  private boolean rivals;

  @Option(names = "--seed", paramLabel = "S", description = "The seed (${DEFAULT-VALUE}).")
  private long seed = 1;

  private PredictionBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new PredictionBenchmark())
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              line.getErr().println("predict: " + failure.getMessage());
              return failure instanceof IOException ? 1 : 2;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException, BadSpecException, BadTableException {
    Files.createDirectories(folder);
    List<Scored> scored = new ArrayList<>();
    for (TableSource source : reading.sources(tables)) {
      CurveTable table = TableReader.read(source, reading.options());
      for (Context context : contexts(table)) {
        scored.addAll(score(context));
      }
      System.err.printf("%s: %d forecasts%n", table.name(), scored.size());
      write(scored);
    }
    System.out.println(new PredictionReport(scored).markdown());
    return 0;
  }

  private List<Context> contexts(CurveTable table) throws BadSpecException {
    List<Context> all = new ArrayList<>();
    var random = new RandomContexts(table, curves, seed);
    for (int number = 1; number <= contexts; number++) {
      all.add(random.at(number));
    }
    for (int run = 0; run < runs; run++) {
      all.addAll(PolicyContexts.of(table, seed + run, moments));
    }
    return all;
  }

  private List<Predictor> predictors() {
    List<Predictor> all =
        new ArrayList<>(List.of(new CurveModelPredictor(true), new CurveModelPredictor(false)));
    if (rivals) {
      all.add(new LastValue());
      all.add(new ParametricCurves(ParametricCurves.Family.POW3));
      all.add(new ParametricCurves(ParametricCurves.Family.EXP));
      all.add(new ProductProcess(300, 30));
    }
    return all;
  }

  private List<Scored> score(Context context) {
    List<Target> targets = context.targets();
    List<Scored> scored = new ArrayList<>();
    for (Predictor predictor : predictors()) {
      List<Optional<Forecast>> forecasts = predictor.predict(context, targets);
      for (int i = 0; i < targets.size(); i++) {
        Target target = targets.get(i);
        forecasts
            .get(i)
            .ifPresent(
                forecast ->
                    scored.add(
                        new Scored(
                            context.table().name(),
                            context.kind(),
                            context.number(),
                            predictor.name(),
                            target,
                            forecast)));
      }
    }
    return scored;
  }

  /** Report and forecasts so far, so that a run that is cut short leaves something. */
  private void write(List<Scored> scored) throws IOException {
    Files.writeString(folder.resolve("report.md"), new PredictionReport(scored).markdown());
    var lines = new StringBuilder("table,kind,context,predictor,row,age,truth,mean,scale\n");
    for (Scored s : scored) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%s,%d,%d,%.6g,%.6g,%.6g%n",
              s.table(),
              s.kind(),
              s.context(),
              s.predictor(),
              s.target().row(),
              s.target().age(),
              s.target().truth(),
              s.forecast().mean(),
              s.forecast().scale()));
    }
    Files.writeString(folder.resolve("forecasts.csv"), lines);
  }
}
