/**
 * Provides the memory of a study: how steps and states become bytes, and what keeps them.
 *
 * <p>In reading order: a {@link dev.thaw.actors.journal.Recorded} is the one event that is
 * persisted, a batch of steps. {@link dev.thaw.actors.journal.ThawModule} teaches Jackson the types
 * of core, which know nothing of Jackson; {@link dev.thaw.actors.journal.JournalCodec} uses it for
 * rows and snapshots, and {@link dev.thaw.actors.journal.JournalSerializer} hands that to Pekko.
 * {@link dev.thaw.actors.journal.StudyJournal} is an H2 file under the study's directory: its
 * tables, the configuration that binds an actor system to it, and a reader that needs no actor
 * system. {@link dev.thaw.actors.journal.PostgresJournal} is the same for all studies of a cluster
 * in one PostgreSQL database; {@link dev.thaw.actors.journal.JournalSettings} say which of the two
 * it is.
 *
 * <p>What is written is never changed by a later version: names of records, components and enum
 * constants that are reachable from a step are part of the format. {@code
 * src/test/resources/journal/recorded-1.json} pins them. A new format gets a new manifest and keeps
 * the reader of the old one.
 */
@NullMarked
package dev.thaw.actors.journal;

import org.jspecify.annotations.NullMarked;
