package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.core.study.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who trained where, and when.
 *
 * @param from the beginning of the study, in ISO-8601 and UTC
 * @param to the newest moment that is known
 * @param slots the names of the slots that were ever used, in the order of their first use
 * @param left how many of the older spans are left out
 * @param spans one for each lease, the oldest first
 * @param closed when the study as a whole was frozen, the oldest first
 */
public record Timeline(
    String from, String to, List<String> slots, int left, List<Span> spans, List<Closed> closed) {

  public Timeline {
    slots = List.copyOf(slots);
    spans = List.copyOf(spans);
    closed = List.copyOf(closed);
  }

  /**
   * A lease.
   *
   * @param slot the index of its slot
   * @param from when it was granted, in milliseconds from the beginning
   * @param to when it ended; null while it holds its slot
   * @param fromEpoch the last epoch that the trial had trained before
   * @param toEpoch the last one that it has trained in it
   * @param why what it was granted for: {@code started}, {@code thawed} ...
   */
  public record Span(
      int slot,
      int trial,
      long from,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long to,
      int fromEpoch,
      int toEpoch,
      String why) {}

  /**
   * A stretch in which the study could not train.
   *
   * @param from when it began, in milliseconds from the beginning of the study
   * @param to when it ended; null while it lasts
   * @param why {@code paused} by somebody, or outside of its {@code hours}; they may overlap
   */
  public record Closed(
      long from, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long to, String why) {}

  static String name(Slot slot) {
    return slot.node() + "/" + slot.index();
  }
}
