package dev.thaw.app.report;

import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.thaw.app.spec.Durations;
import dev.thaw.app.summary.Places;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be done next.
 *
 * @param purpose what it is good for
 * @param command the line for a shell
 */
public record NextStep(String purpose, String command) {

  /** What can be done with a study in a folder. */
  static List<NextStep> of(StudyState state, Path directory) {
    String dir = quoted(directory.toString());
    List<NextStep> steps = new ArrayList<>();
    boolean ended = state.lifecycle().phase() == Lifecycle.Phase.ENDED;
    if (!ended) {
      steps.add(new NextStep("go on where it was left", "./thaw run --dir " + dir));
    }
    if (state.progress().best() != null) {
      steps.add(
          new NextStep("the best parameters, and their checkpoint", "./thaw best --dir " + dir));
      if (state.spec().trainer().name().equals("process")) {
        steps.add(
            new NextStep(
                "the line that trains them again without Thaw",
                "./thaw best --command --dir " + dir));
      }
      steps.add(
          new NextStep("every epoch of every trial", "./thaw export --format csv --dir " + dir));
    }
    if (ended && more(state.budget()) != null) {
      steps.add(
          new NextStep(
              "more of it, from where it is",
              "./thaw extend --dir %s %s && ./thaw run --dir %1$s"
                  .formatted(dir, more(state.budget()))));
    }
    if (ended) {
      steps.add(
          new NextStep(
              "a study like this one, with whatever is to be different",
              "./thaw run -f %s --dir %s --set seed=%d"
                  .formatted(
                      quoted(directory.resolve("spec.json").toString()),
                      quoted(next(directory)),
                      state.spec().seed() + 1)));
    }
    steps.add(
        new NextStep(
            "this report for programs",
            "cat " + quoted(Places.in(directory).reportJson().toString())));
    return List.copyOf(steps);
  }

  /** What can be done with a study of a cluster, at whose server the commands are given. */
  static List<NextStep> inCluster(StudyState state) {
    String name = state.spec().name();
    List<NextStep> steps = new ArrayList<>();
    steps.add(
        new NextStep(
            state.progress().best() == null
                ? "how it stands"
                : "the best parameters, and their checkpoint",
            "./thaw show " + name));
    String more = more(state.budget());
    if (more != null && state.lifecycle().phase() == Lifecycle.Phase.ENDED) {
      steps.add(
          new NextStep(
              "more of it, from where it is", "./thaw extend %s %s".formatted(name, more)));
    }
    steps.add(new NextStep("this report for programs", "./thaw report %s --json".formatted(name)));
    return List.copyOf(steps);
  }

  /** Half as much again of the first limit that there is; null if there is none to be raised. */
  private static @Nullable String more(Budget budget) {
    if (budget.wallClock() != null) {
      return "--wall-clock +" + half(budget.wallClock());
    }
    if (budget.gpuTime() != null) {
      return "--gpu-hours +" + half(budget.gpuTime());
    }
    if (budget.epochs() != null) {
      return "--epochs +" + Math.max(1, budget.epochs() / 2);
    }
    return budget.trials() == null ? null : "--trials +" + Math.max(1, budget.trials() / 2);
  }

  private static String half(Duration duration) {
    Duration half = duration.dividedBy(2);
    Duration whole = half.truncatedTo(half.toMinutes() > 10 ? MINUTES : SECONDS);
    return Durations.print(whole.isZero() ? duration : whole).replace(" ", "");
  }

  private static String next(Path directory) {
    return directory + "-2";
  }

  /** A word for a shell. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
