package dev.thaw.app.summary;

import dev.thaw.core.forecast.Forecast;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of a running study. All values are those of the metric.
 *
 * @param median the best value at the end, as likely better as worse
 * @param good the better end of an interval that holds four times in five
 * @param poor the worse end; the present best value where the study may well stand still
 * @param standstill the probability that the best value stays what it is
 * @param endsAfter one time in ten the study ends before it, in ISO-8601 and UTC; null while nobody
 *     can tell, as the next two
 * @param endsAbout it ends as likely before as after it
 * @param endsBefore one time in ten it ends after it
 * @param twiceTheSlots the median with twice the slots from now on; null while too little is spent
 * @param twiceTheTime the median if the whole budget were twice as large; null as above
 */
public record Expected(
    double median,
    double good,
    double poor,
    double standstill,
    @Nullable String endsAfter,
    @Nullable String endsAbout,
    @Nullable String endsBefore,
    @Nullable Double twiceTheSlots,
    @Nullable Double twiceTheTime) {

  /** What is to be expected at a moment; null while too little is known, and once it has ended. */
  public static @Nullable Expected of(StudyState state, Instant now) {
    Optional<Forecast> forecast = Forecast.of(state, now);
    return forecast.isEmpty() ? null : of(forecast.get());
  }

  private static Expected of(Forecast forecast) {
    Forecast.Expected best = forecast.best();
    Forecast.Finish finish = forecast.finish();
    Forecast.Expected slots = forecast.twiceTheSlots();
    Forecast.Expected time = forecast.twiceTheTime();
    return new Expected(
        best.median(),
        best.good(),
        best.poor(),
        best.standstill(),
        finish == null ? null : finish.p10().toString(),
        finish == null ? null : finish.p50().toString(),
        finish == null ? null : finish.p90().toString(),
        slots == null ? null : slots.median(),
        time == null ? null : time.median());
  }

  /**
   * The same in words, without a full stop; {@code expected by 07:00: error 0.081 (0.079 .. 0.084);
   * with twice the slots 0.08, twice the time 0.0795}.
   *
   * @param now the present
   */
  public String sentence(String metric, Instant now, ZoneId zone) {
    String when =
        endsAbout == null
            ? "at the end"
            : "by " + Figures.clock(Instant.parse(endsAbout), now, zone);
    String more =
        twiceTheSlots == null || twiceTheTime == null
            ? ""
            : "; with twice the slots %s, twice the time %s"
                .formatted(Figures.number(twiceTheSlots), Figures.number(twiceTheTime));
    return "expected %s: %s %s (%s .. %s)%s"
        .formatted(
            when,
            Cells.clean(metric),
            Figures.number(median),
            Figures.number(Math.min(good, poor)),
            Figures.number(Math.max(good, poor)),
            more);
  }
}
