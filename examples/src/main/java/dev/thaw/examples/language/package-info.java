/**
 * Provides the demonstration study: which language is a short phrase written in?
 *
 * <p>In reading order: {@link dev.thaw.examples.language.LanguageData} takes its phrases from the
 * names of countries, languages, scripts and currencies that every JDK carries in dozens of
 * languages, so that there is real data without a download; {@code NGrams} turns a phrase into
 * hashed counts of its character sequences; {@link dev.thaw.examples.language.LanguageTrainer}
 * trains a small neural network on them. The study itself is the class-path resource {@code
 * dev/thaw/examples/language.yaml}.
 *
 * <p>The phrases come from the JDK's copy of the Unicode CLDR and differ a little between JDK
 * releases; within one release everything is reproducible bit for bit.
 */
@NullMarked
package dev.thaw.examples.language;

import org.jspecify.annotations.NullMarked;
