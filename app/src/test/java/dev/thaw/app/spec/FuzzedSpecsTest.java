package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Specs that nobody would write. Each is read or refused in words; none hangs, and none fills the
 * memory. The time limits are there to end a test that hangs, and say nothing of speed.
 */
final class FuzzedSpecsTest {
  private static final Path STUDIES = Path.of("..", "conf", "studies");
  private static final int MUTANTS = 400;
  private static final int MESSAGE_MAX = 200_000;
  private static final List<String> ODD =
      List.of(
          "",
          "null",
          "~",
          "true",
          "[]",
          "{}",
          "[[[]]]",
          "{a: {b: {c: 1}}}",
          "-1",
          "0",
          "1e400",
          "-1e-400",
          ".nan",
          "-.inf",
          "9223372036854775808",
          "0x7fffffffffffffffffff",
          "1_000",
          "12:30:45",
          "2001-01-01",
          "1" + "0".repeat(1_000),
          "1e999999999",
          "'it''s'",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "!!java.net.URL [http://127.0.0.1]",
          "!!binary AAAA",
          "&a [*a]",
          "*a",
          "<<: *a",
          "? [a]",
          "|\n  text",
          "@",
          "`",
          "%YAML 1.3",
          "\t",
          "\u0000",
          "\u001b[31m",
          "\uFEFF",
          "\uD83D\uDE00",
          "x".repeat(5_000));

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whateverIsChangedInASpecItIsReadOrRefusedInWords(long seed) {
    var random = new Random(seed);
    List<String> specs = examples();
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = mutated(specs.get(random.nextInt(specs.size())), random);
      refused += refusedInWords(mutant) ? 1 : 0;
    }
    assertThat(refused).isBetween(MUTANTS / 2, MUTANTS - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "{", "- ", "{a: ", "? ", "'", "\"", "&a ", "!!str ", "# ", "\\", "%", "---\n"
      })
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whateverIsRepeatedWithoutEndIsRefusedInWords(String part) {
    assertThat(refusedInWords(part.repeat(60_000))).isTrue();
    assertThat(refusedInWords("study: " + part.repeat(60_000))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aliasesThatGrowAreRefusedBeforeTheyDo(int levels) {
    var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i <= levels; i++) {
      String last = "*a" + (i - 1);
      text.append("a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", repeated(last))));
    }
    assertThat(refusedInWords(text.toString())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters.p%d: 1%n", "p%d: 1%n", "? [%d]%n: 1%n", "- {a%d: b}%n"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongListOfMistakesIsRefusedInFewWords(String line) {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(line.formatted(i));
    }
    assertThat(refusedInWords(text.toString())).isTrue();
  }

  private static List<String> repeated(String alias) {
    return Collections.nCopies(10, alias);
  }

  /** Reads a spec; checks what a refusal says. */
  private static boolean refusedInWords(String spec) {
    try {
      SpecReader.read(spec, "spec.yaml", List.of());
      return false;
    } catch (BadSpecException e) {
      assertThat(e.errors())
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error.message()).isNotBlank());
      assertThat(e.getMessage())
          .doesNotContain("Exception", "dev.thaw", "com.fasterxml", "org.yaml", "\u0000", "\u001b")
          .hasSizeLessThan(MESSAGE_MAX);
      return true;
    }
  }

  private static String mutated(String spec, Random random) {
    List<String> lines = new ArrayList<>(spec.lines().toList());
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      change(lines, random);
    }
    return String.join("\n", lines);
  }

  private static void change(List<String> lines, Random random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int place = random.nextInt(line.length() + 1);
    String odd = ODD.get(random.nextInt(ODD.size()));
    int colon = line.indexOf(": ");
    switch (random.nextInt(8)) {
      case 0 -> lines.set(at, line.substring(0, place));
      case 1 -> lines.set(at, line.substring(0, place) + odd + line.substring(place));
      case 2 -> lines.set(at, colon < 0 ? odd : line.substring(0, colon + 2) + odd);
      case 3 -> lines.set(at, colon < 0 ? odd : odd + line.substring(colon));
      case 4 -> lines.add(random.nextInt(lines.size()), line);
      case 5 -> lines.set(at, " ".repeat(random.nextInt(5)) + line);
      case 6 -> lines.set(at, line.replaceFirst("[0-9.]+", odd.replaceAll("[\\\\$]", "")));
      default -> Collections.swap(lines, at, random.nextInt(lines.size()));
    }
  }

  /** The specs of the project, without the lines that only comment. */
  private static List<String> examples() {
    try (Stream<Path> files = Files.list(STUDIES)) {
      return files.sorted().map(FuzzedSpecsTest::withoutComments).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutComments(Path file) {
    try {
      return String.join(
          "\n",
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
