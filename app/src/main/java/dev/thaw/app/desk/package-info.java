/**
 * Provides what one can ask of a cluster, whoever asks and however far away the cluster is.
 *
 * <p>A {@link dev.thaw.app.desk.StudyDesk} takes studies in, says how they stand, changes their
 * {@link dev.thaw.core.share.ShareChange share} of the slots and stops them. Its answers are short
 * {@link dev.thaw.app.desk.StudyRow}s, whole {@link dev.thaw.app.summary.StudyStatus} and {@link
 * dev.thaw.app.desk.Submission}s; what it does not do, it refuses by a {@link
 * dev.thaw.app.desk.RefusedException} of a {@link dev.thaw.app.desk.Refusal}. The actors of a
 * cluster are one desk, {@link dev.thaw.app.client.RemoteDesk} is the same desk seen over HTTP, and
 * {@link dev.thaw.app.http.HttpServer} lies between the two. {@link dev.thaw.app.desk.DeskJson} is
 * the JSON that they exchange.
 *
 * <p>{@link dev.thaw.app.desk.NodeHealth} is what one process says of itself.
 */
@NullMarked
package dev.thaw.app.desk;

import org.jspecify.annotations.NullMarked;
