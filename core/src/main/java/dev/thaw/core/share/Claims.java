package dev.thaw.core.share;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who claims which slot. The first to claim a slot owns it; whoever else claims it, because another
 * broker has given it to it or by a request that is out of date, comes next. A slot that was given
 * to a study stays its own until the study itself says that it holds it no more, or is gone:
 * whoever offers it, and whether anybody does.
 */
final class Claims {
  private final Map<SlotId, Set<String>> studiesBySlot = new TreeMap<>();

  /** Whose slot it is; null for nobody's. */
  @Nullable String owner(SlotId slot) {
    Set<String> studies = studiesBySlot.get(slot);
    return studies == null ? null : studies.iterator().next();
  }

  /** Makes a slot a study's, if it is nobody's or as soon as it is. */
  void claim(SlotId slot, String study) {
    studiesBySlot.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(study);
  }

  /** Takes from a study all slots but some. */
  void keepOnly(String study, Set<SlotId> kept) {
    studiesBySlot
        .entrySet()
        .removeIf(
            claim -> {
              boolean given = !kept.contains(claim.getKey()) && claim.getValue().remove(study);
              return given && claim.getValue().isEmpty();
            });
  }

  /** The nodes of which each study claims slots, whether these are on offer or not. */
  Map<String, Set<String>> nodesByStudy() {
    Map<String, Set<String>> nodes = new TreeMap<>();
    studiesBySlot.forEach(
        (slot, studies) ->
            studies.forEach(
                study -> nodes.computeIfAbsent(study, s -> new TreeSet<>()).add(slot.node())));
    return nodes;
  }

  /** The slots that each study owns of those on offer, by node; who has none is not named. */
  Map<String, Map<String, Set<Integer>>> onOffer(Map<String, OfferedNode> nodes) {
    Map<String, Map<String, Set<Integer>>> all = new TreeMap<>();
    studiesBySlot.forEach(
        (slot, studies) -> {
          OfferedNode node = nodes.get(slot.node());
          if (node != null && node.offers(slot)) {
            all.computeIfAbsent(studies.iterator().next(), s -> new TreeMap<>())
                .computeIfAbsent(slot.node(), n -> new TreeSet<>())
                .add(slot.index());
          }
        });
    return all;
  }
}
