/**
 * Provides ensembles of a study's trials: {@link dev.thaw.app.ensemble.PredictionFile} reads what
 * trainers leave in checkpoints, {@link dev.thaw.app.ensemble.StudyLibrary} collects it from a
 * study, and {@link dev.thaw.app.ensemble.EnsembleSummary} says which trials to average, and
 * whether that is worth it.
 */
@NullMarked
package dev.thaw.app.ensemble;

import org.jspecify.annotations.NullMarked;
