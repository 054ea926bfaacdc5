package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import dev.thaw.app.report.Section.Topic;
import dev.thaw.app.summary.Comparison;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Front;
import dev.thaw.app.summary.OverSeeds;
import dev.thaw.app.summary.Stretch;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.insight.Contender;
import dev.thaw.core.insight.Lesson;
import dev.thaw.core.insight.Night;
import dev.thaw.core.insight.SecondLook;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words and the tables of a report, the same for every rendering. */
final class Sections {

  private final MorningReport report;
  private final String metric;

  private Sections(MorningReport report) {
    this.report = report;
    this.metric = report.summary().metric();
  }

  /** All sections that have anything to say, in the order in which they are read. */
  static List<Section> of(MorningReport report) {
    var sections = new Sections(report);
    List<Section> all = new ArrayList<>();
    add(all, Topic.OUTCOME, sections.outcome());
    add(all, Topic.FRONT, sections.front());
    add(all, Topic.ADVICE, sections.advice());
    add(all, Topic.CONTENDERS, sections.contenders());
    add(all, Topic.BOUGHT, new BoughtSection(report).blocks());
    add(all, Topic.PARAMETERS, new ParameterSection(report).blocks());
    add(all, Topic.SETTLING, new SettlingSection(report).blocks());
    add(all, Topic.SECOND_LOOKS, sections.secondLooks());
    add(all, Topic.FAILURES, sections.failures());
    add(all, Topic.NEXT, List.of(new Block.Commands(report.next())));
    return List.copyOf(all);
  }

  private static void add(List<Section> all, Topic topic, List<Block> blocks) {
    if (!blocks.isEmpty()) {
      all.add(new Section(topic, blocks));
    }
  }

  /** What the study is and how it stands. */
  static String subtitle(StudySummary summary, String scheduler, String asOf) {
    String end = summary.end() == null ? "" : " (" + summary.end().replace('-', ' ') + ")";
    return "%s %s, %s, seed %d; %s%s after %s; as of %s; %s"
        .formatted(
            summary.goal(),
            summary.metric(),
            scheduler,
            summary.seed(),
            summary.state(),
            end,
            Figures.duration(Duration.ofMillis((long) (1000 * summary.wallSeconds()))),
            Instant.parse(asOf).truncatedTo(ChronoUnit.SECONDS),
            summary.directory());
  }

  private List<Block> outcome() {
    StudySummary summary = report.summary();
    StudySummary.Best best = summary.best();
    List<String> lines = new ArrayList<>();
    if (best == null) {
      lines.add("No epoch was reported yet.");
    } else {
      lines.add(
          "Best %s: %s, trial %d at epoch %d%s."
              .formatted(
                  metric, Figures.value(best.value()), best.trial(), best.epoch(), best.warning()));
      lines.add(baseline(summary, best));
      String confirmed = OverSeeds.sentence(summary.confirmed(), metric);
      if (confirmed != null) {
        lines.add(Labels.sentence(confirmed));
      }
      if (summary.recommended() != null && summary.recommended().trial() != best.trial()) {
        lines.add(Labels.sentence(summary.recommended().sentence(metric)));
      }
    }
    var trials = summary.trials();
    lines.add(
        "%s: %d completed, %d frozen, %d stopped, %s, %d running."
            .formatted(
                Figures.count(trials.started(), "trial"),
                trials.completed(),
                trials.paused(),
                trials.stopped(),
                trials.failures(),
                trials.running()));
    return List.of(new Block.Items(lines));
  }

  private static String baseline(StudySummary summary, StudySummary.Best best) {
    StudySummary.Baseline baseline = summary.baseline();
    if (baseline == null) {
      return "The defaults were not trained to the end.";
    }
    Goal goal = Goal.valueOf(summary.goal().toUpperCase(Locale.ROOT));
    return Labels.sentence("it is " + Comparison.sentence(best.value(), baseline.value(), goal));
  }

  private List<Block> advice() {
    List<String> sentences =
        report.advice().stream().map(Lesson::sentence).map(Labels::sentence).toList();
    return sentences.isEmpty()
        ? List.of(new Block.Text("Nothing in the data of this study calls for any."))
        : List.of(new Block.Items(sentences));
  }

  private List<Block> front() {
    Front front = report.summary().front();
    if (front == null) {
      return List.of();
    }
    if (front.trials().isEmpty()) {
      return List.of(new Block.Text("No trial keeps all constraints."));
    }
    List<String> headings = new ArrayList<>(List.of("Trial", "Epoch"));
    front.objectives().forEach(one -> headings.add(one.metric() + ", " + one.goal()));
    headings.add("Hyperparameters");
    List<List<String>> rows = new ArrayList<>();
    for (Front.Member member : front.trials()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(member.trial()));
      row.add(Integer.toString(member.epoch()));
      member.values().values().forEach(value -> row.add(Figures.value(value)));
      List<String> parameters = new ArrayList<>();
      member
          .parameters()
          .forEach((name, value) -> parameters.add(name + " " + Figures.parameter(value)));
      row.add(String.join(", ", parameters));
      rows.add(row);
    }
    return List.of(
        new Block.Table("The Pareto front", headings, rows, 0),
        new Block.Remark(
            "No trial that keeps the constraints is at least as good in all objectives and better"
                + " in one; each counts by its newest epoch."));
  }

  private List<Block> contenders() {
    List<MorningReport.Candidate> all = report.contenders();
    if (all.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    for (MorningReport.Candidate one : all) {
      rows.add(
          List.of(
              one.rank() == 1 ? "winner" : one.tied() ? one.rank() + ", tied" : "" + one.rank(),
              Integer.toString(one.trial()),
              Figures.value(one.value()),
              interval(one),
              one.epoch() + " of " + one.epochs(),
              one.status()));
    }
    var table =
        new Block.Table(
            "The best trials",
            List.of("Place", "Trial", "Best " + metric, "Nine in ten", "At epoch", "Status"),
            rows,
            1);
    List<Block> blocks =
        new ArrayList<>(List.of(table, new Block.Remark(basis(all)), parameters(all.getFirst())));
    StudySummary.Best best = report.summary().best();
    if (best != null && best.schedule() != null) {
      blocks.addAll(schedule(best.trial(), best.schedule()));
    }
    return List.copyOf(blocks);
  }

  private static List<Block> schedule(int trial, List<Stretch> parts) {
    List<List<String>> rows = new ArrayList<>();
    for (Stretch part : parts) {
      rows.add(List.of(part.from() + " to " + part.to(), "" + part.trial(), part.values()));
    }
    return List.of(
        new Block.Table(
            "The schedule of trial " + trial, List.of("Epochs", "In trial", "Values"), rows, 2),
        new Block.Remark(
            "What was found is this schedule, not one configuration: each trial went on from the"
                + " weights of the one before."));
  }

  private static Block parameters(MorningReport.Candidate winner) {
    List<List<String>> rows = new ArrayList<>();
    winner.parameters().forEach((name, value) -> rows.add(List.of(name, value.toString())));
    return new Block.Table(
        "The winner: trial " + winner.trial(), List.of("Hyperparameter", "Value"), rows, 1);
  }

  private static String interval(MorningReport.Candidate one) {
    return one.low() == null || one.high() == null
        ? "unknown"
        : Figures.value(one.low()) + " to " + Figures.value(one.high());
  }

  private static String basis(List<MorningReport.Candidate> all) {
    List<String> sentences = new ArrayList<>();
    if (has(all, Contender.Basis.SURROGATE)) {
      sentences.add("The winner's interval is what the surrogate expects of its last epoch.");
    }
    if (has(all, Contender.Basis.NOISE)) {
      sentences.add(
          "An interval around a best value is the scatter of the trial's last epochs; another seed"
              + " may scatter more.");
    }
    if (has(all, Contender.Basis.NONE)) {
      sentences.add("Unknown: too few epochs to see any scatter.");
    }
    if (all.stream().anyMatch(MorningReport.Candidate::tied)) {
      sentences.add("Tied: the difference to the winner is within that scatter.");
    }
    return String.join(" ", sentences);
  }

  private static boolean has(List<MorningReport.Candidate> all, Contender.Basis basis) {
    return all.stream().anyMatch(one -> one.basis() == basis);
  }

  private List<Block> secondLooks() {
    List<String> sentences =
        report.secondLooks().stream().map(SecondLook::sentence).map(Labels::sentence).toList();
    return sentences.isEmpty() ? List.of() : List.of(new Block.Items(sentences));
  }

  private List<Block> failures() {
    if (report.failures().isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    for (Night.FailureGroup group : report.failures()) {
      rows.add(
          List.of(
              Figures.word(group.kind()),
              lastLine(group),
              Integer.toString(group.lastTrial()),
              Integer.toString(group.sessions()),
              Integer.toString(group.trials())));
    }
    return List.of(
        new Block.Table(
            "Failures by cause",
            List.of("Cause", "Last said", "In trial", "Sessions", "Trials"),
            rows,
            2),
        new Block.Remark(
            "Most trials go on after a failure; those that gave up are counted above."));
  }

  private static String lastLine(Night.FailureGroup group) {
    return Failures.inOneLine(group.lastMessage());
  }
}
