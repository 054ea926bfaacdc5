/**
 * Provides what a study amounts to in a few numbers, for programs and for people.
 *
 * <p>A {@link dev.thaw.app.summary.StudySummary} is the outcome in one record; its components are
 * the JSON contract of the command line. A {@link dev.thaw.app.summary.TrialRow} is one of the best
 * trials and a {@link dev.thaw.app.summary.RungRow} one level of a bracket; a {@link
 * dev.thaw.app.summary.TrialTable} lays rows out as text. {@link dev.thaw.app.summary.Savings} say
 * what early stopping spared. All of them are pure functions of a study's state and an instant.
 *
 * <p>A {@link dev.thaw.app.summary.StudyStatus} is all of that at one moment. The process that owns
 * a study replaces it in its {@link dev.thaw.app.summary.StatusFile}, so that others can read how
 * the study stands without opening its journal. {@link dev.thaw.app.summary.Places} says where the
 * files of a study lie.
 *
 * <p>{@link dev.thaw.app.summary.Figures} and {@link dev.thaw.app.summary.Cells} turn numbers and
 * foreign text into what fits a terminal.
 */
@NullMarked
package dev.thaw.app.summary;

import org.jspecify.annotations.NullMarked;
