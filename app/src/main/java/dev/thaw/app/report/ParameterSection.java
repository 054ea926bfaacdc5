package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.foresight.ParameterCosts.ParameterCost;
import dev.thaw.core.insight.Importance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which hyperparameters matter and which are expensive. */
final class ParameterSection {

  private final MorningReport report;

  ParameterSection(MorningReport report) {
    this.report = report;
  }

  List<Block> blocks() {
    Importance importance = report.importance();
    List<Block> blocks = new ArrayList<>();
    if (importance.silence() != null) {
      blocks.add(
          new Block.Text("Nothing is said of what matters: %s.".formatted(importance.silence())));
    }
    List<String> names = names();
    if (names.isEmpty()) {
      return blocks;
    }
    List<List<String>> rows = new ArrayList<>();
    names.forEach(name -> rows.add(row(name)));
    boolean matters = !importance.shares().isEmpty();
    blocks.add(
        new Block.Table(
            "What hyperparameters do",
            List.of("Hyperparameter", "Matters", "Alone", "Epoch time", "Expensive"),
            rows,
            1));
    blocks.add(new Block.Remark((matters ? method(importance) : "") + COSTS));
    return blocks;
  }

  private static final String COSTS =
      "Epoch time: the typical factor by which its values change the seconds of an epoch.";

  private static String method(Importance importance) {
    return "Matters: the share of the differences between trials in which it takes part, alone or with others; %s, from %s. It foretells %s of what the epochs leave open of a trial that it was not shown. "
        .formatted(
            Importance.METHOD,
            Figures.count(importance.trials(), "trial"),
            importance.explained() == null ? "nothing" : Figures.percent(importance.explained()));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    report.importance().shares().forEach(share -> names.add(share.parameter()));
    if (names.isEmpty()) {
      report.costs().stream()
          .filter(ParameterCost::expensive)
          .forEach(cost -> names.add(cost.parameter()));
    }
    return names;
  }

  private List<String> row(String name) {
    Importance.Share share =
        report.importance().shares().stream()
            .filter(one -> one.parameter().equals(name))
            .findFirst()
            .orElse(null);
    ParameterCost cost =
        report.costs().stream().filter(c -> c.parameter().equals(name)).findFirst().orElse(null);
    return List.of(
        name,
        share == null ? "" : percent(share.total()),
        share == null ? "" : percent(share.alone()),
        factor(cost),
        cost != null && cost.expensive() ? "yes" : "");
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }

  private static String factor(@Nullable ParameterCost cost) {
    return cost == null ? "" : String.format(Locale.ROOT, "x %.2f", Math.exp(cost.effect()));
  }
}
