/**
 * Provides who may do what to a server: {@link dev.thaw.app.access.Scope scopes}, {@link
 * dev.thaw.app.access.Token tokens} and the {@link dev.thaw.app.access.TokenFile file} that keeps
 * their hashes, the {@link dev.thaw.app.access.Caller} that a token makes of a request, how {@link
 * dev.thaw.app.access.RateLimit often} somebody may ask, and what a study may {@link
 * dev.thaw.app.access.Allowed run} on a node.
 *
 * <p>Nothing here knows HTTP; {@link dev.thaw.app.http.HttpServer} asks it for every request. A
 * token is 256 random bits, so its plain SHA-256 cannot be searched, and is all that is kept.
 */
@NullMarked
package dev.thaw.app.access;

import org.jspecify.annotations.NullMarked;
