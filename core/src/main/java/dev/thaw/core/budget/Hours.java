package dev.thaw.core.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a study may train: from an instant on, and within windows of the day. It freezes what trains
 * when a window closes, and thaws it when the next one opens. A window is what a clock on the wall
 * shows: an hour that comes twice is in it twice, and one that does not come is not.
 *
 * @param startAt nothing is trained before; null for at once
 * @param windows the windows of each day; none for the whole day
 * @param zone the time zone of those days, by its name
 */
public record Hours(@Nullable Instant startAt, List<Window> windows, String zone) {

  private static final int DAY = 24 * 60;

  public Hours {
    windows = List.copyOf(windows);
    var unused = ZoneId.of(zone);
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
    for (Instant edge : edges(from)) {
      boolean sooner = next == null || edge.isBefore(next);
      if (edge.isAfter(from) && sooner && isOpen(edge) != now) {
        next = edge;
      }
    }
    return next;
  }

  /** When it may change within some days: at the edges of windows, and where clocks are set. */
  private List<Instant> edges(Instant from) {
    ZoneRules rules = ZoneId.of(zone).getRules();
    List<Instant> edges = new ArrayList<>();
    for (int day = 0; day <= 3; day++) {
      LocalDate date = from.atZone(ZoneId.of(zone)).toLocalDate().plusDays(day);
      for (Window window : windows) {
        edges.addAll(instants(rules, date, window.from()));
        edges.addAll(instants(rules, date, window.to()));
      }
    }
    ZoneOffsetTransition transition = windows.isEmpty() ? null : rules.nextTransition(from);
    if (transition != null) {
      edges.add(transition.getInstant());
    }
    return edges;
  }

  /** Twice where clocks are put back, never where they are put forward. */
  private static List<Instant> instants(ZoneRules rules, LocalDate date, int minute) {
    LocalDateTime local = date.atTime(LocalTime.ofSecondOfDay(60L * minute));
    return rules.getValidOffsets(local).stream().map(local::toInstant).toList();
  }
}
