/**
 * Provides what earlier studies found to a new one. {@link dev.thaw.app.warm.WarmSource} reads a
 * study's folder or a file of comma-separated values into {@link dev.thaw.app.warm.Found} results,
 * and {@link dev.thaw.app.warm.OptunaFile} a storage of Optuna; {@link dev.thaw.app.warm.Fitting}
 * finds those that fit the space of the new study, and says what does not; {@link
 * dev.thaw.app.warm.WarmStarts} puts them into the spec, so that no decision needs a file.
 */
@NullMarked
package dev.thaw.app.warm;

import org.jspecify.annotations.NullMarked;
