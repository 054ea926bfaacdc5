/**
 * Provides the certificates by which the nodes of a cluster know each other.
 *
 * <p>In reading order: {@link dev.thaw.app.certificates.Certificates} is a folder with an authority
 * of its own and what each node needs; a {@link dev.thaw.app.certificates.NodeName} says for which
 * addresses a node's certificate is valid; {@code Keytool} is the JDK's own program, which does the
 * work; {@code Secrets} keeps passwords and makes sure that nobody else can read them.
 *
 * <p>The authority signs nodes and nothing else. Who holds a certificate of it may join, so its key
 * stays where it was made.
 */
@NullMarked
package dev.thaw.app.certificates;

import org.jspecify.annotations.NullMarked;
