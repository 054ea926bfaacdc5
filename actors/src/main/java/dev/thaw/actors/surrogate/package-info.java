/**
 * Provides the actor that answers the questions of a guided study.
 *
 * <p>The supervisor asks {@link dev.thaw.actors.surrogate.SurrogateActor} with the state of the
 * study and goes on with its work. The answer comes back as a message and becomes an input of the
 * study. Long computations run beside the answers, on threads that serve nothing else.
 */
@NullMarked
package dev.thaw.actors.surrogate;

import org.jspecify.annotations.NullMarked;
