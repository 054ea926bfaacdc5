package dev.thaw.core.share;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which study a slot belongs to. A slot that was given to a study stays its own until the study
 * itself says that it holds it no more, or is gone: whoever offers it, and whether anybody does.
 */
final class Claims {
  private final Map<SlotId, String> studyBySlot = new TreeMap<>();

  /** Whose slot it is; null for nobody's. */
  @Nullable String owner(SlotId slot) {
    return studyBySlot.get(slot);
  }

  /** Gives a slot to a study, unless it is somebody's already. */
  void claim(SlotId slot, String study) {
    studyBySlot.putIfAbsent(slot, study);
  }

  /** Takes from a study all slots but some. */
  void keepOnly(String study, Set<SlotId> kept) {
    studyBySlot
        .entrySet()
        .removeIf(claim -> claim.getValue().equals(study) && !kept.contains(claim.getKey()));
  }

  /** The nodes of which each study claims slots, whether these are on offer or not. */
  Map<String, Set<String>> nodesByStudy() {
    Map<String, Set<String>> nodes = new TreeMap<>();
    studyBySlot.forEach(
        (slot, study) -> nodes.computeIfAbsent(study, s -> new TreeSet<>()).add(slot.node()));
    return nodes;
  }

  /** The slots of each study that are on offer, by node; a study without any is not named. */
  Map<String, Map<String, Set<Integer>>> onOffer(Map<String, OfferedNode> nodes) {
    Map<String, Map<String, Set<Integer>>> all = new TreeMap<>();
    studyBySlot.forEach(
        (slot, study) -> {
          OfferedNode node = nodes.get(slot.node());
          if (node != null && node.offers(slot)) {
            all.computeIfAbsent(study, s -> new TreeMap<>())
                .computeIfAbsent(slot.node(), n -> new TreeSet<>())
                .add(slot.index());
          }
        });
    return all;
  }
}
