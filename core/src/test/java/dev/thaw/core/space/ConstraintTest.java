package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
  private static final Configuration CONFIGURATION =
      Configuration.of(
          List.of("width", "depth", "rate", "optimizer", "bias", "batch-size", "gone", "and"),
          Arrays.asList(
              new IntegerValue(64),
              new IntegerValue(4),
              new RealValue(0.1),
              new TextValue("sgd"),
              FlagValue.of(true),
              new IntegerValue(32),
              null,
              new IntegerValue(1)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          width * depth <= 256             | true
          width * depth < 256              | false
          width == 64.0                    | true
          width != 64                      | false
          width + depth * 2 == 72          | true
          (width + depth) * 2 == 136       | true
          width - depth - 1 == 59          | true
          width / depth / 2 == 8           | true
          -depth + - -5 == 1               | true
          rate >= 1e-1                     | true
          rate > .1                        | false
          optimizer == 'sgd'               | true
          optimizer == "adam"              | false
          optimizer != 'adam'              | true
          bias                             | true
          not bias                         | false
          not bias or depth == 4           | true
          bias == true                     | true
          bias != false and width > 1      | true
          true or bias and false           | true
          (true or bias) and false         | false
          not depth == 4 or false          | false
          not not bias                     | true
          (depth > 3) == bias              | true
          `batch-size` >= 32               | true
          `and` == 1                       | true
          width / 0 > 1                    | true
          0 / 0 * width == 1               | false
          0 / 0 * width != 1               | true
          gone > 1 and width < 0           | true
          """)
  void holds(String text, boolean expected) {
    assertThat(Constraint.parse(text).holds(CONFIGURATION)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          ##                | 1  | expected a parameter
          width <           | 8  | found the end
          width * <= 3      | 9  | found '<= 3'
          width 3           | 7  | expected an operator or the end
          (width < 3        | 11 | expected an operator or ')'
          1 < width < 3     | 11 | Maybe join two comparisons by 'and'.
          width = 3         | 7  | Maybe write '=='.
          a < 3 && b < 3    | 7  | Maybe write 'and', 'or' and 'not'.
          !bias             | 1  | Maybe write 'and', 'or' and 'not'.
          o == 'sgd         | 6  | Maybe a quote is missing.
          width < 1e999     | 9  | expected a number below 1.8e308
          width < 3 ]       | 11 | found ']'
          a and not         | 10 | found the end
          """)
  void saysWhereAndWhatWasExpected(String text, int position, String part) {
    assertThatThrownBy(() -> Constraint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("constraint (" + text + ") cannot be read at character " + position)
        .hasMessageContaining(part);
  }

  @Test
  void refusesTextsThatAreTooLongOrTooDeep() {
    assertThatThrownBy(() -> Constraint.parse("x + ".repeat(1_000) + "x > 1"))
        .hasMessageContaining("at most 2000 characters");
    assertThatThrownBy(() -> Constraint.parse("(".repeat(500) + "x"))
        .hasMessageContaining("at most 100 levels");
    assertThatThrownBy(() -> Constraint.parse("not ".repeat(400) + "x"))
        .hasMessageContaining("at most 100 levels");
  }

  @Test
  void longChainsEvaluate() {
    Constraint constraint = Constraint.parse("depth" + "+1".repeat(900) + " == 904");

    assertThat(constraint.holds(CONFIGURATION)).isTrue();
  }

  @Test
  void isEqualToItsReparsedText() {
    Constraint constraint = Constraint.parse("a  <= b or a == 'x'");

    Constraint again = Constraint.parse(constraint.text());

    assertThat(again).isEqualTo(constraint).hasSameHashCodeAs(constraint);
    assertThat(again.expression()).isEqualTo(constraint.expression());
    assertThat(again.references()).containsExactly("a", "b");
  }
}
