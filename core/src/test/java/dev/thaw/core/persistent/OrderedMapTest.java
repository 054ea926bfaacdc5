package dev.thaw.core.persistent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedMapTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesLikeATreeMapUnderRandomOperations(long seed) {
    var random = new SplittableRandom(seed);
    int range = 1 << (2 + seed); // From crowded, where most keys are present, to sparse.
    var expected = new TreeMap<Integer, Integer>();
    OrderedMap<Integer, Integer> map = OrderedMap.empty();

    for (int step = 0; step < 5_000; step++) {
      int key = random.nextInt(range);
      if (random.nextInt(5) < 3) {
        expected.put(key, step);
        map = map.put(key, step);
      } else {
        expected.remove(key);
        map = map.remove(key);
      }
      int probe = random.nextInt(range);
      String when = "seed %d, step %d, key %d".formatted(seed, step, probe);
      assertThat(map.size()).as(when).isEqualTo(expected.size());
      assertThat(map.get(probe)).as(when).isEqualTo(expected.get(probe));
      assertThat(map.containsKey(probe)).as(when).isEqualTo(expected.containsKey(probe));
      if (step % 50 == 0) {
        assertThat(map.rank(probe)).as(when).isEqualTo(expected.headMap(probe).size());
      }
    }

    assertThat(map).containsExactlyElementsOf(expected.entrySet());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void findsEveryKeyAtItsRank(long seed) {
    var random = new SplittableRandom(seed);
    OrderedMap<Integer, String> map = OrderedMap.empty();
    for (int i = 0; i < 1_000; i++) {
      int key = random.nextInt(10_000);
      map = map.put(key, "value of " + key);
    }

    int position = 0;
    for (Map.Entry<Integer, String> entry : map) {
      assertThat(map.rank(entry.getKey())).as("seed %d", seed).isEqualTo(position);
      assertThat(map.keyAt(position)).as("seed %d", seed).isEqualTo(entry.getKey());
      assertThat(map.valueAt(position)).as("seed %d", seed).isEqualTo(entry.getValue());
      position++;
    }
    assertThat(position).isEqualTo(map.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34})
  void leavesOldVersionsAsTheyWere(long seed) {
    var random = new SplittableRandom(seed);
    var versions = new ArrayList<OrderedMap<Integer, Integer>>();
    var expected = new ArrayList<TreeMap<Integer, Integer>>();
    versions.add(OrderedMap.empty());
    expected.add(new TreeMap<>());

    for (int step = 0; step < 500; step++) {
      int from = random.nextInt(versions.size());
      var tree = new TreeMap<>(expected.get(from));
      var map = versions.get(from);
      for (int i = 0; i < 20; i++) {
        int added = random.nextInt(200);
        int removed = random.nextInt(200);
        tree.put(added, step);
        tree.remove(removed);
        map = map.put(added, step).remove(removed);
      }
      versions.add(map);
      expected.add(tree);
    }

    for (int version = 0; version < versions.size(); version++) {
      assertThat(versions.get(version))
          .as("seed %d, version %d", seed, version)
          .containsExactlyElementsOf(expected.get(version).entrySet());
    }
  }

  @ParameterizedTest(name = "{0} keys")
  @ValueSource(ints = {1, 2, 3, 10, 1_000, 100_000})
  void staysBalancedUnderSortedInsertions(int keys) {
    assertThat(ascending(keys).height()).isLessThanOrEqualTo(bound(keys));
    assertThat(descending(keys).height()).isLessThanOrEqualTo(bound(keys));
  }

  @Test
  void staysBalancedUnderSortedRemovals() {
    OrderedMap<Integer, Integer> fromBelow = ascending(4_096);
    OrderedMap<Integer, Integer> fromAbove = ascending(4_096);

    for (int i = 0; i < 4_095; i++) {
      fromBelow = fromBelow.remove(i);
      fromAbove = fromAbove.remove(4_095 - i);

      assertThat(fromBelow.height()).as("after %d", i).isLessThanOrEqualTo(bound(4_095 - i));
      assertThat(fromAbove.height()).as("after %d", i).isLessThanOrEqualTo(bound(4_095 - i));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42, 43, 44, 45, 46})
  void keepsEveryNodeBalancedUnderRandomOperations(long seed) {
    var random = new SplittableRandom(seed);
    OrderedMap<Integer, Integer> map = OrderedMap.empty();

    for (int step = 0; step < 2_000; step++) {
      // Grows, then shrinks: removals are what breaks trees with other parameters.
      boolean add = random.nextInt(10) < (step < 1_000 ? 8 : 2);
      int key = random.nextInt(2_000);
      if (add || map.isEmpty()) {
        map = map.put(key, step);
      } else {
        map = map.remove(map.keyAt(random.nextInt(map.size())));
      }
      assertThat(map.isBalanced()).as("seed %d, step %d", seed, step).isTrue();
    }
  }

  @Test
  void ordersByTheGivenComparator() {
    OrderedMap<String, Integer> map = OrderedMap.empty(Comparator.reverseOrder());

    map = map.put("a", 1).put("c", 3).put("b", 2);

    assertThat(map).hasToString("{c=3, b=2, a=1}");
    assertThat(map.rank("b")).isEqualTo(1);
  }

  @Test
  void treatsKeysThatCompareAsZeroAsTheSame() {
    OrderedMap<String, Integer> map = OrderedMap.empty(String.CASE_INSENSITIVE_ORDER);

    map = map.put("rung", 1).put("RUNG", 2);

    assertThat(map).hasToString("{rung=2}");
  }

  @Test
  void countsSmallerKeysOfAKeyThatIsAbsent() {
    OrderedMap<Integer, String> map =
        OrderedMap.<Integer, String>empty().put(10, "a").put(20, "b").put(30, "c");

    assertThat(List.of(map.rank(5), map.rank(10), map.rank(15), map.rank(30), map.rank(35)))
        .containsExactly(0, 0, 1, 2, 3);
  }

  @Test
  void startsWithTheSmallestKey() {
    OrderedMap<Integer, String> map = OrderedMap.<Integer, String>empty().put(2, "b").put(1, "a");

    assertThat(map.first()).contains(Map.entry(1, "a"));
    assertThat(map.firstKey()).contains(1);
  }

  @Test
  void hasNoFirstKeyWhenEmpty() {
    OrderedMap<Integer, String> map = OrderedMap.<Integer, String>empty().put(1, "a").remove(1);

    assertThat(map.isEmpty()).isTrue();
    assertThat(map.first()).isEmpty();
    assertThat(map.firstKey()).isEmpty();
    assertThat(map).isEmpty();
  }

  @Test
  void isTheSameMapAfterRemovingAnAbsentKey() {
    OrderedMap<Integer, Integer> map = ascending(100);

    assertThat(map.remove(1_000)).isSameAs(map);
  }

  @Test
  void equalsAMapWithTheSameEntriesAndAnotherHistory() {
    OrderedMap<Integer, Integer> one = ascending(500);
    OrderedMap<Integer, Integer> other = descending(500).put(999, 0).remove(999);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @Test
  void differsInKeysValuesSizeAndOrder() {
    OrderedMap<Integer, Integer> map = ascending(3);
    OrderedMap<Integer, Integer> reversed = OrderedMap.empty(Comparator.reverseOrder());

    assertThat(map)
        .isNotEqualTo(map.put(1, 9))
        .isNotEqualTo(map.remove(2))
        .isNotEqualTo(map.remove(2).put(3, 2))
        .isNotEqualTo(reversed.put(0, 0).put(1, 1).put(2, 2));
  }

  @Test
  void givesKeysAndValuesToAnActionInOrder() {
    var seen = new ArrayList<String>();

    descending(4).forEach((key, value) -> seen.add(key + ":" + value));

    assertThat(seen).containsExactly("0:0", "1:1", "2:2", "3:3");
  }

  @ParameterizedTest(name = "position {0}")
  @ValueSource(ints = {-1, 3})
  void refusesAPositionOutOfRangeNamingItAndTheSize(int position) {
    OrderedMap<Integer, Integer> map = ascending(3);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> map.keyAt(position))
        .withMessageContainingAll("(" + position + ")", "size is 3");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> map.valueAt(position))
        .withMessageContaining("(" + position + ")");
  }

  @Test
  void stopsIteratingAfterTheLastEntry() {
    var entries = ascending(1).iterator();
    entries.next();

    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  private static OrderedMap<Integer, Integer> ascending(int keys) {
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    for (int i = 0; i < keys; i++) {
      map = map.put(i, i);
    }
    return map;
  }

  private static OrderedMap<Integer, Integer> descending(int keys) {
    OrderedMap<Integer, Integer> map = OrderedMap.empty();
    for (int i = keys - 1; i >= 0; i--) {
      map = map.put(i, i);
    }
    return map;
  }

  private static int bound(int keys) {
    return (int) Math.ceil(2 * Math.log(keys + 1) / Math.log(2));
  }
}
