package dev.thaw.core.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: slots that are chosen together are those that would be chosen one by one. */
class SlotChoiceTest {

  private static final String STUDY = "mine";

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachChoiceIsThatOfSomebodyWhoLooksAnew(long seed) {
    Draws draws = Draws.of(seed, "slots", 0);
    List<OfferedNode> nodes = nodes(draws);
    Claims claims = claims(draws, nodes);
    int missing = 1 + draws.below(12, 1);
    var together = new SlotChoice(STUDY, missing, nodes, claims);

    for (int left = missing; left > 0; left--) {
      Optional<SlotId> alone = new SlotChoice(STUDY, left, nodes, claims).next();
      assertThat(together.next()).isEqualTo(alone);
      alone.ifPresent(slot -> claims.claim(slot, STUDY));
    }
  }

  private static List<OfferedNode> nodes(Draws draws) {
    List<OfferedNode> nodes = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      var devices = new TreeMap<Integer, Integer>();
      int slots = 1 + draws.below(9, 10 + node);
      for (int slot = 0; slot < slots; slot++) {
        devices.put(slot, slot / (1 + draws.below(2, 20 + node)));
      }
      nodes.add(new OfferedNode("node-" + node, "life", devices));
    }
    return nodes;
  }

  private static Claims claims(Draws draws, List<OfferedNode> nodes) {
    var claims = new Claims();
    int draw = 100;
    for (OfferedNode node : nodes) {
      for (int slot : node.devices().keySet()) {
        int owner = draws.below(12, draw++);
        if (owner < 2) {
          claims.claim(node.slot(slot), owner == 0 ? STUDY : "other");
        }
      }
    }
    return claims;
  }
}
