package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.examples.language.LanguageData.Phrase;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDataTest {

  @Test
  void givesEachPhraseOneLanguage() {
    assertThat(LanguageData.of(40).phrases()).extracting(Phrase::text).doesNotHaveDuplicates();
  }

  @Test
  void leavesOutWhatTwoLanguagesHaveInCommon() {
    var phrases = LanguageData.of(40).phrases();

    assertThat(phrases).extracting(Phrase::text).contains("german", "deutsch", "dänisch");
    // English and French; German and others.
    assertThat(phrases).extracting(Phrase::text).doesNotContain("france", "august", "euro");
  }

  @Test
  void hasHundredsOfPhrasesInMostLanguages() {
    var data = LanguageData.of(40);
    var sizes =
        data.phrases().stream()
            .collect(Collectors.groupingBy(Phrase::label, Collectors.counting()));

    assertThat(sizes).hasSize(40);
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isBetween(50L, 1000L));
    assertThat(data.phrases().size()).isBetween(8_000, 25_000);
  }

  @ParameterizedTest
  @EnumSource
  void splitsSevenToOneAndAHalfToOneAndAHalf(Split split) {
    var phrases = LanguageData.of(40).phrases();
    var share = phrases.stream().filter(phrase -> phrase.split() == split).count();

    assertThat((double) share / phrases.size())
        .isCloseTo(split == Split.TRAIN ? 0.70 : 0.15, within(0.015));
  }

  @Test
  void keepsAPhraseInItsSplitWhateverElseIsLoaded() {
    var few = LanguageData.of(12).phrases();
    var many =
        LanguageData.of(40).phrases().stream()
            .collect(Collectors.toMap(Phrase::text, Phrase::split));

    assertThat(few)
        .filteredOn(phrase -> many.containsKey(phrase.text()))
        .hasSizeGreaterThan(1_000)
        .allSatisfy(phrase -> assertThat(phrase.split()).isEqualTo(many.get(phrase.text())));
  }

  @Test
  void splitsAsItAlwaysHas() {
    assertThat(Split.of("danska")).isEqualTo(Split.TRAIN);
    assertThat(Split.of("østrig")).isEqualTo(Split.VALIDATION);
    assertThat(Split.of("polska")).isEqualTo(Split.TEST);
  }

  @Test
  void readsTheSameWhereverTheMachineStands() {
    var usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.JAPAN);
      var japan = LanguageData.load(30).phrases();
      Locale.setDefault(Locale.forLanguageTag("tr"));
      var turkey = LanguageData.load(30).phrases();

      assertThat(turkey).isEqualTo(japan);
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void sharesItsFeaturesBetweenTrials() {
    var data = LanguageData.of(12);

    assertThat(LanguageData.of(12)).isSameAs(data);
    assertThat(data.samples(Split.TEST, new NGrams(2, 64)))
        .isSameAs(data.samples(Split.TEST, new NGrams(2, 64)))
        .isNotSameAs(data.samples(Split.TEST, new NGrams(3, 64)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 1000})
  void refusesANumberOfLanguagesThatItDoesNotHave(int languages) {
    assertThatThrownBy(() -> LanguageData.of(languages))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("languages (%d) must be from 2 to".formatted(languages));
  }
}
