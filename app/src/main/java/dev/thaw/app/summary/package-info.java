/**
 * Provides what a study amounts to in a few numbers, for programs and for people.
 *
 * <p>A {@link dev.thaw.app.summary.StudySummary} is the outcome in one record; its components are
 * the JSON contract of the command line. A {@link dev.thaw.app.summary.TrialRow} is one of the best
 * trials and a {@link dev.thaw.app.summary.RungRow} one level of a bracket; a {@link
 * dev.thaw.app.summary.TrialTable} lays rows out as text. {@link dev.thaw.app.summary.Savings} say
 * what early stopping spared; {@link dev.thaw.app.summary.Advising} says who decided, in a study
 * that asks an adviser, and whether that one is silent; {@link dev.thaw.app.summary.Failures} say
 * what went wrong in trials, and {@link dev.thaw.app.summary.Expected} how it is going to end. All
 * of them are pure functions of a study as it is {@link dev.thaw.app.summary.Watched} and an
 * instant.
 *
 * <p>A {@link dev.thaw.app.summary.StudyStatus} is all of that at one moment. The process that owns
 * a study replaces it in its {@link dev.thaw.app.summary.StatusFile}, so that others can read how
 * the study stands without opening its journal. {@link dev.thaw.app.summary.Places} says where the
 * files of a study lie.
 *
 * <p>{@link dev.thaw.app.summary.Figures}, {@link dev.thaw.app.summary.RuleWords} and {@link
 * dev.thaw.app.summary.Cells} turn numbers, names of rules and foreign text into what people read
 * in a terminal.
 */
@NullMarked
package dev.thaw.app.summary;

import org.jspecify.annotations.NullMarked;
