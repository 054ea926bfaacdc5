package dev.thaw.core.share;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a study says of itself.
 *
 * @param study its name
 * @param share what it is entitled to
 * @param wanted how many slots it could use now, those included that it holds
 * @param held the slots that it holds, in any order
 * @param broker whose notice it heard last; empty for none
 * @param heard the number of that notice, 0 for none
 */
public record Request(
    String study, Share share, int wanted, Set<SlotId> held, String broker, long heard) {
  public Request {
    held = Collections.unmodifiableSet(new TreeSet<>(held));
  }
}
