/**
 * Provides a cluster over HTTP: {@link dev.thaw.app.client.RemoteDesk} is a {@link
 * dev.thaw.app.desk.StudyDesk} whose studies are elsewhere.
 *
 * <pre>{@code
 * try (var desk = RemoteDesk.at("http://127.0.0.1:8080")) {
 *   desk.submit(spec).toCompletableFuture().join();
 * }
 * }</pre>
 */
@NullMarked
package dev.thaw.app.client;

import org.jspecify.annotations.NullMarked;
