/**
 * Provides journals that are decided a second time, for people: {@link
 * dev.thaw.app.replay.StudyReplay} reads one and compares, {@link dev.thaw.app.replay.ReplayWords}
 * says what came of it.
 */
@NullMarked
package dev.thaw.app.replay;

import org.jspecify.annotations.NullMarked;
