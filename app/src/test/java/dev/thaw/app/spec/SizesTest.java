package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1B, 1",
    "20GB, 20000000000",
    "20 GB, 20000000000",
    "20gb, 20000000000",
    "1.5kB, 1500",
    "1.5KiB, 1536",
    "3MB, 3000000",
    "3MiB, 3145728",
    "2GiB, 2147483648",
    "2TB, 2000000000000",
    "2TiB, 2199023255552",
    "0GB, 0",
  })
  void readsEveryWayToWriteAnAmount(String text, long expected) {
    assertThat(Sizes.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "20", "GB", "-1GB", "1e3GB", "20 gigs", "1GB 2MB", "99999999999TB"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("size (%s) must be a number with a unit".formatted(text))
        .hasMessageContaining("\nMaybe ");
  }

  @Test
  void readsWhatItPrints() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long bytes = random.nextLong() >>> 1 >>> random.nextInt(63);

      assertThat(Sizes.parse(Sizes.print(bytes))).as("%d", bytes).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9996, 10.0 kB",
    "999499, 999 kB",
    "999500, 1.00 MB",
    "20000000000, 20.0 GB",
    "9223372036854775807, 9223 PB",
  })
  void saysItInThreeDigits(long bytes, String words) {
    assertThat(Sizes.words(bytes)).isEqualTo(words);
  }
}
