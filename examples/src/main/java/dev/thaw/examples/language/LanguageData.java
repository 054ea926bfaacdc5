package dev.thaw.examples.language;

import dev.thaw.workers.nd4j.Samples;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Phrases in many languages, each of which occurs in one of them only, as the JDK names countries,
 * languages, scripts and currencies. Never changed once loaded; loaded once for each number of
 * languages in a process, and so are the features of each length.
 */
public final class LanguageData {

  /** Neighbours stand side by side, so that any number of them is hard to tell apart. */
  private static final List<String> LANGUAGES =
      List.of(
          ("en de nl af fy lb da nb nn sv is fo fr es pt it ca gl ast ro sc rm pl cs sk sl hr bs sr"
                  + " mk bg ru uk be lt lv fi et hu tr az uz tk eu sq ga gd cy br mt id ms sw zu"
                  + " xh eo vi yo ha so om to mi")
              .split(" "));

  private static final Map<Integer, LanguageData> LOADED = new ConcurrentHashMap<>();

  private final List<String> languages;
  private final List<Phrase> phrases;
  private final Map<FeatureSet, Samples> features = new ConcurrentHashMap<>();

  private record FeatureSet(Split split, NGrams ngrams) {}

  /**
   * A short text and what is known of it.
   *
   * @param text in lower case, composed (NFC), without white space around it
   * @param label the language's place in {@link LanguageData#languages}
   * @param split what it is for
   */
  public record Phrase(String text, int label, Split split) {}

  private LanguageData(List<String> languages) {
    this.languages = languages;
    this.phrases = phrasesOfOneLanguage(languages);
  }

  /** The largest number of languages that there is data for. */
  public static int most() {
    return LANGUAGES.size();
  }

  /** The data of the first {@code languages} languages, 2 or more and at most {@link #most()}. */
  public static LanguageData of(int languages) {
    return LOADED.computeIfAbsent(languages, LanguageData::load);
  }

  /** As {@link #of}, but always read anew. */
  static LanguageData load(int languages) {
    if (languages < 2 || languages > most()) {
      throw new IllegalArgumentException(
          "languages (%d) must be from 2 to %d.".formatted(languages, most()));
    }
    return new LanguageData(LANGUAGES.subList(0, languages));
  }

  /** The language tags, in the order of their labels. */
  public List<String> languages() {
    return languages;
  }

  /** All phrases, sorted by text. */
  public List<Phrase> phrases() {
    return phrases;
  }

  /** The labels of one split's phrases, in the order of {@link #phrases()}. */
  int[] labels(Split split) {
    return phrases.stream()
        .filter(phrase -> phrase.split() == split)
        .mapToInt(Phrase::label)
        .toArray();
  }

  /** The features of one split's phrases, in the order of {@link #phrases()}. */
  Samples samples(Split split, NGrams ngrams) {
    return features.computeIfAbsent(new FeatureSet(split, ngrams), this::count);
  }

  private Samples count(FeatureSet set) {
    var samples = Samples.ofInputs(set.ngrams().buckets());
    for (var phrase : phrases) {
      if (phrase.split() == set.split()) {
        samples.add(set.ngrams().features(phrase.text()), phrase.label());
      }
    }
    return samples.build();
  }

  private static List<Phrase> phrasesOfOneLanguage(List<String> languages) {
    var shared = -1;
    var labels = new TreeMap<String, Integer>();
    for (var label = 0; label < languages.size(); label++) {
      for (var name : names(Locale.forLanguageTag(languages.get(label)))) {
        labels.merge(name, label, (a, b) -> a.equals(b) ? a : shared);
      }
    }
    return labels.entrySet().stream()
        .filter(entry -> entry.getValue() != shared)
        .map(entry -> new Phrase(entry.getKey(), entry.getValue(), Split.of(entry.getKey())))
        .toList();
  }

  private static List<String> names(Locale in) {
    var names = new ArrayList<String>();
    for (var code : Locale.getISOCountries()) {
      add(names, code, Locale.of("", code).getDisplayCountry(in));
    }
    for (var code : Locale.getISOLanguages()) {
      add(names, code, Locale.of(code).getDisplayLanguage(in));
    }
    for (var script : scripts()) {
      var locale = new Locale.Builder().setScript(script).build();
      add(names, script, locale.getDisplayScript(in));
    }
    for (var currency : currencies()) {
      add(names, currency.getCurrencyCode(), currency.getDisplayName(in));
    }
    return names;
  }

  /** The JDK answers with the code where it has no name. */
  private static void add(List<String> names, String code, String name) {
    var text = Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    if (!text.isEmpty() && !text.equalsIgnoreCase(code)) {
      names.add(text);
    }
  }

  private static List<String> scripts() {
    return Arrays.stream(Locale.getAvailableLocales())
        .map(Locale::getScript)
        .filter(script -> !script.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Currency> currencies() {
    return Currency.getAvailableCurrencies().stream()
        .sorted(Comparator.comparing(Currency::getCurrencyCode))
        .toList();
  }
}
