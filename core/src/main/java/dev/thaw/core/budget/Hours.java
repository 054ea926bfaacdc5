package dev.thaw.core.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a study may train: from an instant on, and within windows of the day. It freezes what trains
 * when a window closes, and thaws it when the next one opens. Where a day has no such time, because
 * clocks are put forward, the window begins or ends at the first one after it.
 *
 * @param startAt nothing is trained before; null for at once
 * @param windows the windows of each day; none for the whole day
 * @param zone the time zone of those days, by its name
 */
public record Hours(@Nullable Instant startAt, List<Window> windows, String zone) {

  private static final int DAY = 24 * 60;

  public Hours {
    windows = List.copyOf(windows);
    ZoneId.of(zone);
  }

  /**
   * A part of each day.
   *
   * @param from the minute of the day in which it opens, from 0 to 1439
   * @param to the minute in which it closes, another one; one that is not later is on the next day
   */
  public record Window(int from, int to) {
    public Window {
      if (from < 0 || from >= DAY || to < 0 || to >= DAY || from == to) {
        throw new IllegalArgumentException(
            "window (%d to %d) must have two different minutes of the day.".formatted(from, to));
      }
    }

    private boolean holds(int minute) {
      return from < to ? from <= minute && minute < to : from <= minute || minute < to;
    }
  }

  /** Whether anything may be trained at an instant. */
  public boolean isOpen(Instant at) {
    if (startAt != null && at.isBefore(startAt)) {
      return false;
    }
    int minute = at.atZone(ZoneId.of(zone)).toLocalTime().toSecondOfDay() / 60;
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.holds(minute));
  }

  /** The first instant after one given at which it opens or closes; null for never. */
  public @Nullable Instant nextChange(Instant after) {
    Instant from = startAt != null && after.isBefore(startAt) ? startAt : after;
    if (from.isAfter(after) && isOpen(from)) {
      return from;
    }
    boolean now = isOpen(from);
    Instant next = null;
    for (Window window : windows) {
      for (int minute : new int[] {window.from(), window.to()}) {
        for (int day = 0; day <= 2; day++) {
          Instant edge = instant(from, day, minute);
          boolean sooner = next == null || edge.isBefore(next);
          if (edge.isAfter(from) && sooner && isOpen(edge) != now) {
            next = edge;
          }
        }
      }
    }
    return next;
  }

  private Instant instant(Instant reference, int day, int minute) {
    ZoneId where = ZoneId.of(zone);
    LocalDate date = reference.atZone(where).toLocalDate().plusDays(day);
    return ZonedDateTime.of(date, LocalTime.ofSecondOfDay(60L * minute), where).toInstant();
  }
}
