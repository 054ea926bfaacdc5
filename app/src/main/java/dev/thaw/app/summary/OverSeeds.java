package dev.thaw.app.summary;

import dev.thaw.core.study.Confirmed;
import dev.thaw.core.study.StudyState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what the winner of a study turned out to be worth with other seeds. */
public final class OverSeeds {

  private OverSeeds() {}

  /** The same of a state; null before confirmations begin. */
  public static @Nullable String sentence(StudyState state) {
    return sentence(Confirmed.of(state), state.spec().objective().metric());
  }

  /** In words, without a full stop; null if nothing is known. */
  public static @Nullable String sentence(@Nullable Confirmed confirmed, String metric) {
    if (confirmed == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        "trial %d with other seeds: %s".formatted(confirmed.winner(), worth(confirmed, metric)));
    add(parts, confirmed.open(), "is not complete", "are not complete");
    add(parts, confirmed.failed(), "failed", "failed");
    add(parts, confirmed.skipped(), "did not fit into the budget", "did not fit into the budget");
    Confirmed.RunnerUp second = confirmed.runnerUp();
    if (second != null && second.within()) {
      parts.add(
          "trial %d, with %s, lies within that"
              .formatted(second.trial(), Figures.value(second.value())));
    }
    return String.join("; ", parts);
  }

  private static String worth(Confirmed confirmed, String metric) {
    if (confirmed.mean() == null) {
      return "nothing is known yet";
    }
    return "%s %s over %s"
        .formatted(
            metric,
            figures(confirmed.mean(), confirmed.deviation()),
            Figures.count(confirmed.seeds(), "seed"));
  }

  /** One digit of the deviation, or two if the first is a 1, and as many places of the mean. */
  private static String figures(double mean, @Nullable Double deviation) {
    if (deviation == null || !(deviation > 0) || Double.isInfinite(deviation)) {
      return Figures.value(mean);
    }
    BigDecimal spread = BigDecimal.valueOf(deviation).round(new MathContext(1));
    if (spread.unscaledValue().intValue() == 1) {
      spread = BigDecimal.valueOf(deviation).round(new MathContext(2));
    }
    BigDecimal middle = BigDecimal.valueOf(mean).setScale(spread.scale(), RoundingMode.HALF_EVEN);
    return middle.toPlainString() + " ± " + spread.toPlainString();
  }

  private static void add(List<String> parts, int count, String one, String more) {
    if (count > 0) {
      parts.add(count + " " + (count == 1 ? one : more));
    }
  }
}
