package dev.thaw.core.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a study ends at the latest: at an instant, or at the first occurrence of a time of the day
 * after it began.
 *
 * @param instant the instant; null if only the time of the day is given
 * @param minute the minute of the day, from 0 to 1439; null if an instant is given
 * @param zone the time zone of that day, by its name; null if an instant is given
 */
public record Deadline(@Nullable Instant instant, @Nullable Integer minute, @Nullable String zone) {

  private static final Instant LAST = Instant.parse("2099-12-31T23:59:59Z");

  public Deadline {
    boolean daily = minute != null && zone != null;
    if ((instant == null) != daily) {
      throw new IllegalArgumentException(
          "deadline (%s, %s, %s) must be an instant, or a minute of the day with a zone."
              .formatted(instant, minute, zone));
    }
    if (instant != null && (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST))) {
      throw new IllegalArgumentException(
          "deadline (%s) must be from 1970 to 2099.".formatted(instant));
    }
    if (zone != null && minute != null) {
      var unused =
          LocalTime.ofSecondOfDay(60L * minute).atDate(LocalDate.EPOCH).atZone(ZoneId.of(zone));
    }
  }

  /** A deadline at an instant. */
  public static Deadline at(Instant instant) {
    return new Deadline(instant, null, null);
  }

  /** A deadline at the next time of the day. */
  public static Deadline next(LocalTime time, ZoneId zone) {
    return new Deadline(null, time.toSecondOfDay() / 60, zone.getId());
  }

  /** The deadline of a study that begins at an instant: after it, not at it. */
  public Deadline from(Instant begin) {
    if (minute == null || zone == null) {
      return this;
    }
    LocalTime time = LocalTime.ofSecondOfDay(60L * minute);
    ZonedDateTime now = begin.atZone(ZoneId.of(zone));
    ZonedDateTime today = now.with(time);
    return at((today.isAfter(now) ? today : now.plusDays(1).with(time)).toInstant());
  }
}
