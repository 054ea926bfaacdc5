/**
 * Provides the decision of a node whether it may host studies, as its journal stands.
 *
 * <p>A node that is cut off from the journal alone is a member of its cluster in good health, and
 * would keep its studies although it can write no row of them. A {@link
 * dev.thaw.actors.watch.JournalProbe} asks the journal again and again, for as long as the process
 * lives; what came of it is a {@link dev.thaw.actors.watch.JournalPulse}. A {@link
 * dev.thaw.actors.watch.JournalWatch} in each actor system compares it with those of the other
 * nodes that host studies, by a {@link dev.thaw.actors.watch.HostingRule}: whoever is alone in not
 * reaching the journal gives its studies up, and takes studies again once the journal has answered
 * for a while. Where nobody reaches it, because it is down, nobody gives anything up.
 */
@NullMarked
package dev.thaw.actors.watch;

import org.jspecify.annotations.NullMarked;
