package dev.thaw.app.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first, the middle one and the last of many decisions, of which only a few are held. */
final class Spread {

  private static final int MOST = 64;

  private final List<GuidedDecision> held = new ArrayList<>();
  private @Nullable GuidedDecision last;
  private long count;
  private long stride = 1;

  /** Takes the next decision into account. */
  void offer(GuidedDecision decision) {
    if (count % stride == 0) {
      held.add(decision);
    }
    last = decision;
    count++;
    if (held.size() > MOST) {
      thin();
    }
  }

  private void thin() {
    stride *= 2;
    for (int i = held.size() - 1 - held.size() % 2; i > 0; i -= 2) {
      held.remove(i);
    }
  }

  /** At most three; the middle one is nearly in the middle of all. */
  List<GuidedDecision> decisions() {
    if (last == null) {
      return List.of();
    }
    GuidedDecision first = held.getFirst();
    GuidedDecision middle = held.get((int) ((count - 1) / 2 / stride));
    return List.of(first, middle, last).stream().distinct().toList();
  }
}
