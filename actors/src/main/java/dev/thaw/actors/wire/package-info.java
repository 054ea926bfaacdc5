/**
 * Provides the form in which messages travel between the processes of a cluster.
 *
 * <p>In reading order: a {@link dev.thaw.actors.wire.WireMessage} is a record that may leave its
 * process; {@code WireTable} lists them all, each with the version of its format; {@code WireCodec}
 * turns them into bytes and back, and {@link dev.thaw.actors.wire.WireSerializer} hands that to
 * Pekko. {@code thaw-wire.conf} binds it.
 *
 * <p>Unlike a journal, the wire is read by the versions of Thaw beside one's own, in both
 * directions: what is unknown is ignored, what is listed as late may be missing. Bytes of every
 * version are kept in {@code src/test/resources/wire}, and must stay readable.
 */
@NullMarked
package dev.thaw.actors.wire;

import org.jspecify.annotations.NullMarked;
