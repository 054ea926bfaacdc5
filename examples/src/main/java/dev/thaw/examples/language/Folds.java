package dev.thaw.examples.language;

import dev.thaw.workers.nd4j.Samples;

/**
 * A partition of all phrases but those of {@link Split#TEST} for cross-validation. The phrase and
 * the seed alone decide, so that all trials of a study have the same folds in the same order; folds
 * are drawn at random, so that their order is random, too.
 *
 * @param count how many folds there are, at least 2
 * @param seed which partition
 */
record Folds(int count, int seed) {

  /** Apart from the salts of {@link Split} and {@link NGrams}. */
  private static final long SALT = 1 << 20;

  /** The fold of a phrase, from 1. */
  int of(String phrase) {
    long hash = StableHash.of(phrase, 0, phrase.length(), SALT + seed);
    return 1 + (int) Long.remainderUnsigned(hash, count);
  }

  /** The features of what a fold is left for, in the order of {@link LanguageData#phrases()}. */
  Samples without(int fold, LanguageData data, NGrams ngrams) {
    return samples(fold, false, data, ngrams);
  }

  /** The features of a fold's phrases, in the order of {@link LanguageData#phrases()}. */
  Samples only(int fold, LanguageData data, NGrams ngrams) {
    return samples(fold, true, data, ngrams);
  }

  private Samples samples(int fold, boolean within, LanguageData data, NGrams ngrams) {
    Samples.Builder samples = Samples.ofInputs(ngrams.buckets());
    for (LanguageData.Phrase phrase : data.phrases()) {
      if (phrase.split() != Split.TEST && (of(phrase.text()) == fold) == within) {
        samples.add(ngrams.features(phrase.text()), phrase.label());
      }
    }
    return samples.build();
  }
}
