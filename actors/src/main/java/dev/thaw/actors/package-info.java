/**
 * Provides the actors that move what {@code core} decides: shells without policy.
 *
 * <p>In reading order: {@code study} holds the supervisor, one for each study, which asks the core
 * and persists what it answers; {@code broker} says which slots belong to which study; {@code node}
 * owns the slots of a machine; {@code trial} owns one lease, that is one training session, and
 * reaches it through the port in {@code session}; {@code journal} is the format and the place of
 * what is persisted, and {@code watch} takes the studies off a node that cannot reach it. Messages
 * that several of them share lie beside the actor that receives them.
 */
@NullMarked
package dev.thaw.actors;

import org.jspecify.annotations.NullMarked;
