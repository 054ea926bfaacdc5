/**
 * Provides what remains of a study for people and for other programs.
 *
 * <p>An {@link dev.thaw.app.report.HtmlReport} is one page that needs nothing else: no script, no
 * network. An {@link dev.thaw.app.report.EndTable} is the text that closes a run in a terminal.
 * {@link dev.thaw.app.report.CurveCsv} and {@link dev.thaw.app.report.CurveJsonLines} hold every
 * epoch of every trial in full precision. All of them are pure functions of a study's state.
 *
 * <p>A {@link dev.thaw.app.report.Foresight} is what the adviser of a study expected of trials when
 * it decided for them. A state does not remember that: a {@link
 * dev.thaw.app.report.ForesightReader} gathers it from the rows of the journal.
 *
 * <p>A {@link dev.thaw.app.report.StudyReport} is the report in every {@link
 * dev.thaw.app.report.ReportFormat}, made of a state and of the {@link
 * dev.thaw.app.report.JournalFacts} that only {@link dev.thaw.app.report.StudyRows} know, or of
 * rows alone; an {@link dev.thaw.app.report.EndNotice} is what is sent of it to people.
 */
@NullMarked
package dev.thaw.app.report;

import org.jspecify.annotations.NullMarked;
