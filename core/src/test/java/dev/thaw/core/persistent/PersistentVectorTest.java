package dev.thaw.core.persistent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentVectorTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesLikeAnArrayListUnderRandomOperations(long seed) {
    var random = new SplittableRandom(seed);
    var expected = new ArrayList<Integer>();
    PersistentVector<Integer> vector = PersistentVector.empty();

    for (int step = 0; step < 5_000; step++) {
      if (expected.isEmpty() || random.nextInt(3) > 0) {
        expected.add(step);
        vector = vector.append(step);
      } else {
        int index = random.nextInt(expected.size());
        expected.set(index, -step);
        vector = vector.set(index, -step);
      }
      int probe = random.nextInt(expected.size());
      assertThat(vector.get(probe))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected.get(probe));
    }

    assertThat(vector.size()).isEqualTo(expected.size());
    assertThat(vector.toList()).isEqualTo(expected);
    assertThat(vector).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void leavesOldVersionsAsTheyWere(long seed) {
    var random = new SplittableRandom(seed);
    var versions = new ArrayList<PersistentVector<Integer>>();
    var expected = new ArrayList<List<Integer>>();
    versions.add(PersistentVector.empty());
    expected.add(List.of());

    // Forks from any earlier version, so that branches share and outgrow the same tails.
    for (int step = 0; step < 300; step++) {
      int from = random.nextInt(versions.size());
      var list = new ArrayList<>(expected.get(from));
      var vector = versions.get(from);
      for (int i = random.nextInt(80); i >= 0; i--) {
        list.add(step);
        vector = vector.append(step);
      }
      int index = random.nextInt(list.size());
      list.set(index, -step);
      versions.add(vector.set(index, -step));
      expected.add(list);
    }

    for (int version = 0; version < versions.size(); version++) {
      assertThat(versions.get(version).toList())
          .as("seed %d, version %d", seed, version)
          .isEqualTo(expected.get(version));
    }
  }

  @ParameterizedTest(name = "size {0}")
  @ValueSource(
      ints = {0, 1, 31, 32, 33, 64, 65, 1023, 1024, 1025, 1056, 1057, 32_800, 32_801, 70_000})
  void holdsTheSameWhetherBuiltAtOnceOrByAppending(int size) {
    List<Integer> numbers = IntStream.range(0, size).boxed().toList();
    PersistentVector<Integer> appended = PersistentVector.empty();
    for (int number : numbers) {
      appended = appended.append(number);
    }

    PersistentVector<Integer> atOnce = PersistentVector.of(numbers);

    assertThat(atOnce.toList()).isEqualTo(numbers);
    assertThat(atOnce).isEqualTo(appended).hasSameHashCodeAs(appended);
    assertThat(atOnce.append(-1).append(-2)).isEqualTo(appended.append(-1).append(-2));
  }

  @ParameterizedTest(name = "size {0}")
  @ValueSource(ints = {1, 32, 33, 1056, 1057, 32_801})
  void setsEveryIndexOfAVectorBuiltAtOnce(int size) {
    PersistentVector<Integer> vector =
        PersistentVector.of(IntStream.range(0, size).boxed().toList());

    for (int i = 0; i < size; i++) {
      vector = vector.set(i, -i);
    }

    assertThat(vector.toList()).isEqualTo(IntStream.range(0, size).map(i -> -i).boxed().toList());
  }

  @Test
  void differsFromAVectorWithAnotherElementSizeOrOrder() {
    var vector = PersistentVector.of(List.of(1, 2, 3));

    assertThat(vector)
        .isNotEqualTo(PersistentVector.of(List.of(1, 2, 4)))
        .isNotEqualTo(PersistentVector.of(List.of(1, 2)))
        .isNotEqualTo(PersistentVector.of(List.of(2, 1, 3)));
  }

  @Test
  void printsLikeAList() {
    assertThat(PersistentVector.of(List.of(1, 2, 3))).hasToString("[1, 2, 3]");
  }

  @Test
  void givesAListThatCannotBeChanged() {
    List<Integer> list = PersistentVector.of(List.of(1)).toList();

    assertThatThrownBy(() -> list.set(0, 2)).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest(name = "index {0}")
  @ValueSource(ints = {-1, 5, 32, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesAnIndexOutOfRangeNamingItAndTheSize(int index) {
    var vector = PersistentVector.of(List.of(0, 1, 2, 3, 4));

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> vector.get(index))
        .withMessageContainingAll("(" + index + ")", "0 and 4", "size is 5", "\nMaybe");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> vector.set(index, 9))
        .withMessageContaining("(" + index + ")");
  }

  @Test
  void saysThatAnEmptyVectorHasNoIndex() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> PersistentVector.empty().get(0))
        .withMessageContainingAll("index (0)", "empty");
  }

  @Test
  void stopsIteratingAfterTheLastElement() {
    Iterator<Integer> elements = PersistentVector.of(List.of(1)).iterator();
    elements.next();

    assertThat(elements.hasNext()).isFalse();
    assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
  }
}
