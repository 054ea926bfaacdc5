/**
 * Provides a study that runs in this process, in a folder of its own.
 *
 * <p>A {@link dev.thaw.app.engine.StudyFolder} holds everything that a study leaves on the disk and
 * admits one process at a time; a {@link dev.thaw.app.engine.LocalStudy} is the actor system that
 * runs it, and a {@link dev.thaw.app.engine.StudyWatch} follows it. Another process changes its
 * budget by {@link dev.thaw.app.engine.Requests}; one that only changes a study, and trains
 * nothing, has {@link dev.thaw.app.engine.NoSlots}. The wiring of the actors is here and nowhere
 * else.
 */
@NullMarked
package dev.thaw.app.engine;

import org.jspecify.annotations.NullMarked;
