package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.share.Share;
import java.time.Instant;

/**
 * On what terms a study holds its slots.
 *
 * @param share what it is entitled to when several studies share a cluster
 * @param allowed how many slots it may hold for now, at least 0; {@link Integer#MAX_VALUE} while
 *     that was no restriction
 * @param silent the nodes that give no sign of life, each with the instant at which it is lost
 */
public record Tenure(Share share, int allowed, OrderedMap<String, Instant> silent) {

  static Tenure of(Share share) {
    return new Tenure(share, Integer.MAX_VALUE, OrderedMap.empty());
  }

  Tenure with(Share changed) {
    return new Tenure(changed, allowed, silent);
  }

  Tenure allow(int slots) {
    return new Tenure(share, slots, silent);
  }

  Tenure miss(String node, Instant until) {
    return new Tenure(share, allowed, silent.put(node, until));
  }

  Tenure hear(String node) {
    return silent.containsKey(node) ? new Tenure(share, allowed, silent.remove(node)) : this;
  }
}
