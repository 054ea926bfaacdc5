/**
 * Provides the list of all studies of a cluster, and whoever makes sure that each unfinished one is
 * looked after.
 *
 * <p>There is one {@link dev.thaw.actors.directory.StudyDirectory} in a cluster. A name is entered
 * before its study is opened, by {@link dev.thaw.actors.directory.DirectoryEvent}s in a journal of
 * the directory's own; how each study stands, as a {@link dev.thaw.actors.directory.StudyLine}, is
 * what its supervisor said last. A study whose supervisor says nothing is woken. The end of each is
 * told by an {@link dev.thaw.actors.directory.EndTeller}.
 */
@NullMarked
package dev.thaw.actors.directory;

import org.jspecify.annotations.NullMarked;
