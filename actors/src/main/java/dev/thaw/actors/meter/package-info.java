/**
 * Provides what a process measures of itself while it works.
 *
 * <p>{@link dev.thaw.actors.meter.Meters} hands out meters to actors: {@link
 * dev.thaw.actors.meter.StudyMeters} to the supervisor of a study and its adviser, {@link
 * dev.thaw.actors.meter.NodeMeters} to a node, {@link dev.thaw.actors.meter.BrokerMeters} to the
 * broker. They register with a Micrometer registry, or with none. All of them may be used from any
 * thread, and cost well under a microsecond a call.
 *
 * <p>Every meter is closed by the actor that opened it, when it stops; then its figures vanish. So
 * there are at most as many as there are studies and nodes in this process, and none is told apart
 * by trial. If an actor starts again before its predecessor has closed, the newer one counts.
 *
 * <p>Names are those of Prometheus, {@code thaw_study_...}; {@code docs/operations.md} lists them.
 */
@NullMarked
package dev.thaw.actors.meter;

import org.jspecify.annotations.NullMarked;
