/**
 * Hands what a study found to other tools. {@link dev.thaw.app.export.ExportedStudy} is a study as
 * they see it, of its state or of what a server sends; {@link dev.thaw.app.export.TrialCsv} is for
 * spreadsheets and for a warm start, {@link dev.thaw.app.export.TensorBoard} writes event files,
 * {@link dev.thaw.app.export.Mlflow} talks to a tracking server, and {@link
 * dev.thaw.app.export.TrialCheckpoint} hands over weights.
 */
@NullMarked
package dev.thaw.app.export;

import org.jspecify.annotations.NullMarked;
