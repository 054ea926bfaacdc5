/**
 * Provides Thaw to programs in Java.
 *
 * <p>{@link dev.thaw.app.api.Thaw} is where studies are handed in: {@code Thaw.local()} runs them
 * on this machine, each in a process of its own that ends with this one, and {@code
 * Thaw.connect(server, token)} has a cluster run them. A {@link dev.thaw.app.api.StudyDraft} says
 * what is searched, or a file in YAML does; an {@link dev.thaw.app.api.Objective} trains in this
 * process. A {@link dev.thaw.app.api.Study} is looked at, watched, asked and ended. Results are
 * records, and what happens in a study is {@link dev.thaw.app.api.StudyNews}. What blocks has a
 * twin that does not, named with {@code Async}.
 *
 * <p>Input that makes no sense is an {@link java.lang.IllegalArgumentException} with the words of
 * the command line, before anything has begun; what a study or a server refuses is a {@link
 * dev.thaw.app.desk.RefusedException}, and who does not answer an {@link
 * dev.thaw.app.client.UnreachableException}.
 */
@NullMarked
package dev.thaw.app.api;

import org.jspecify.annotations.NullMarked;
