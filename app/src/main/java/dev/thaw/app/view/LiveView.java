package dev.thaw.app.view;

import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Comparison;
import dev.thaw.app.summary.Expected;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The picture of a running study for a terminal. */
public final class LiveView {

  private static final int LABEL = 9;

  private final Watched study;
  private final StudyState state;
  private final Instant now;
  private final Look look;

  private LiveView(Watched study, Instant now, Look look) {
    this.study = study;
    this.state = study.state();
    this.now = now;
    this.look = look;
  }

  /**
   * One frame: header, progress, best so far, what is expected, who decides, brackets, running
   * trials. It has at most as many lines as the look is high, and no line has more code points than
   * it is wide, escape sequences not counted.
   *
   * @param now the present
   * @param directory the study's folder
   */
  public static List<String> frame(Watched study, Instant now, Path directory, Look look) {
    var view = new LiveView(study, now, look);
    List<String> lines = new ArrayList<>();
    lines.add(view.header(directory));
    lines.add(view.progress());
    lines.add(view.counts());
    lines.addAll(view.best());
    lines.addAll(view.expecting());
    lines.addAll(view.advising());
    int rest = look.height() - lines.size();
    int running = view.state.cluster().leases().size();
    int forRunning = running == 0 ? 0 : Math.min(running, Math.max(2, rest / 3));
    List<String> brackets = new BracketPicture(view.state, look).lines(rest - forRunning);
    List<String> trials = view.running(Math.min(running, rest - brackets.size()));
    boolean airy = brackets.size() + trials.size() + 3 <= rest;
    addSection(lines, brackets, airy);
    addSection(lines, trials, airy);
    if (airy) {
      lines.add(3, "");
    }
    return List.copyOf(lines);
  }

  private static void addSection(List<String> lines, List<String> section, boolean airy) {
    if (airy && !section.isEmpty()) {
      lines.add("");
    }
    lines.addAll(section);
  }

  private String header(Path directory) {
    var spec = state.spec();
    String goal = Figures.word(spec.objective().goal());
    return new Line(look)
        .add(Line.Style.BOLD, spec.name())
        .add("  " + goal + " " + spec.objective().metric())
        .add("  " + RuleWords.search(spec))
        .add("  seed " + spec.seed())
        .add(Line.Style.DIM, "  " + directory)
        .end();
  }

  private String progress() {
    StudyEnd end = state.lifecycle().end();
    String active = Figures.duration(StudySummary.active(state, now));
    if (state.lifecycle().phase() == Lifecycle.Phase.ENDED || end != null) {
      boolean ended = state.lifecycle().phase() == Lifecycle.Phase.ENDED;
      String why = end == null ? "" : ": " + Figures.word(end).replace('-', ' ');
      String text = ended ? "ended after " + active + why : "ending" + why;
      return new Line(look).add(Line.Style.GOOD, text).end();
    }
    Optional<Outlook> binding = Outlook.of(state, now);
    if (binding.isEmpty()) {
      return new Line(look).add("running for " + active + ", without a budget").end();
    }
    return progress(binding.get());
  }

  private String progress(Outlook outlook) {
    int width = Math.clamp(look.width() / 4, 6, 30);
    int full = (int) Math.floor(outlook.share() * width);
    var line =
        new Line(look)
            .add("[")
            .add(Line.Style.GOOD, look.pick("█", "#").repeat(full))
            .add(Line.Style.DIM, look.pick("░", "-").repeat(width - full))
            .add("]")
            .add(Line.Style.BOLD, " " + Figures.percent(outlook.share()))
            .add("  " + outlook.spent());
    if (outlook.end() != null) {
      String clock = Figures.clock(outlook.end(), now, look.zone());
      line.addIfFits(Line.Style.PLAIN, outlook.promise() + " " + clock);
    }
    return line.addIfFits(Line.Style.DIM, "left: " + String.join(", ", Outlook.left(state, now)))
        .end();
  }

  private String counts() {
    var trials = StudySummary.trials(state);
    int[] slots = {0};
    state.cluster().nodes().forEach((name, node) -> slots[0] += node.slots().size());
    int quarantined = state.cluster().quarantined().size();
    return new Line(look)
        .add("%d of %d slots busy".formatted(state.cluster().leases().size(), slots[0]))
        .add(Line.Style.BAD, quarantined == 0 ? "" : "  " + quarantined + " in quarantine")
        .add(Line.Style.WARM, "  " + trials.running() + " running")
        .add(Line.Style.COLD, "  " + trials.paused() + " frozen")
        .add(Line.Style.GOOD, "  " + (trials.completed() + trials.stopped()) + " finished")
        .add(
            trials.failed() + trials.infeasible() > 0 ? Line.Style.BAD : Line.Style.DIM,
            "  " + trials.failures())
        .addIfFits(
            Line.Style.DIM,
            Figures.count(state.progress().spending().allEpochs(), "epoch")
                + " in "
                + Figures.duration(StudySummary.active(state, now)))
        .end();
  }

  private List<String> best() {
    Progress.Best best = state.progress().best();
    if (best == null) {
      return List.of(new Line(look).add("no epoch reported yet").end());
    }
    Trial trial = state.trial(best.trial());
    var line = new Line(look).add(Cells.left("best", LABEL));
    line.add(Line.Style.GOOD, Figures.value(best.value()));
    line.add("  trial %d at epoch %d".formatted(best.trial(), best.epoch()));
    int room = Math.clamp(line.left() - 2, 0, 24);
    line.addIfFits(Line.Style.COLD, Sparkline.of(trial.curve().values(), room, look.unicode()));
    return List.of(
        line.end(),
        parameters(trial),
        new Line(look).add(" ".repeat(LABEL) + baseline(best)).end());
  }

  private String parameters(Trial trial) {
    var text = new StringJoiner("  ");
    trial
        .configuration()
        .asMap()
        .forEach((name, value) -> text.add(name + "=" + Figures.parameter(value)));
    return new Line(look).add(" ".repeat(LABEL) + text).end();
  }

  private String baseline(Progress.Best best) {
    Trial trial = StudySummary.baselineTrial(state);
    if (trial == null) {
      return "";
    }
    var baseline = StudySummary.baseline(state);
    if (baseline == null) {
      return "the defaults are at epoch %d of %d".formatted(trial.epochs(), Reach.longest(state));
    }
    return Comparison.sentence(best.value(), baseline.value(), state.spec().objective().goal());
  }

  private List<String> expecting() {
    Expected expected = Expected.of(state, now);
    if (expected == null) {
      return List.of();
    }
    String metric = state.spec().objective().metric();
    String sentence = expected.sentence(metric, now, look.zone());
    return List.of(new Line(look).add(" ".repeat(LABEL) + sentence).end());
  }

  private List<String> advising() {
    Advising advising = Advising.of(study);
    if (advising == null) {
      return List.of();
    }
    var style = advising.silent() ? Line.Style.BAD : Line.Style.PLAIN;
    String label = Cells.left("advice", LABEL);
    return List.of(new Line(look).add(label).add(style, advising.sentence()).end());
  }

  private List<String> running(int most) {
    List<Lease> leases = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      leases.add(entry.getValue());
    }
    int shown = leases.size() > most ? Math.max(0, most - 1) : leases.size();
    List<String> lines = new ArrayList<>();
    leases.subList(0, shown).forEach(lease -> lines.add(running(lease)));
    if (shown < leases.size() && most > 0) {
      lines.add(new Line(look).add("and " + (leases.size() - shown) + " more running").end());
    }
    return lines;
  }

  private String running(Lease lease) {
    Trial trial = state.trial(lease.trial());
    String epochs = "%d of %d".formatted(lease.reported(), lease.epochLimit());
    var line =
        new Line(look)
            .add(Line.Style.WARM, Cells.left("trial " + trial.number(), 12))
            .add(Cells.left(doing(trial, lease), 10))
            .add(Cells.left(epochs, 11));
    if (!trial.curve().isEmpty()) {
      line.add(Cells.left(Figures.value(trial.curve().last()), 11));
      line.add(
          Line.Style.COLD,
          Cells.left(Sparkline.of(trial.curve().values(), 16, look.unicode()), 17));
    } else {
      line.add(" ".repeat(28));
    }
    String slot = lease.slot().node() + "/" + lease.slot().index();
    return line.addIfFits(Line.Style.DIM, slot).end();
  }

  private static String doing(Trial trial, Lease lease) {
    return switch (lease.ending()) {
      case PAUSE, HALT -> trial.status().ended() ? "saving" : "freezing";
      case STOP -> "stopping";
      case NONE -> trial.status().name().toLowerCase(Locale.ROOT);
    };
  }
}
