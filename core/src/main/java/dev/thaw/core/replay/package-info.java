/**
 * Provides journals that are decided a second time. A {@link dev.thaw.core.replay.Replay} decides
 * the inputs of each row again, and answers the first difference with a {@link
 * dev.thaw.core.replay.Divergence}; {@link dev.thaw.core.replay.Consultation} asks a fresh adviser
 * what the adviser of the journal was asked.
 *
 * <pre>{@code
 * var replay = new Replay(new Inspector(Assertions.STEP));
 * Optional<Divergence> first = replay.take(row.number(), row.recorded().steps());
 * }</pre>
 */
@NullMarked
package dev.thaw.core.replay;

import org.jspecify.annotations.NullMarked;
