/**
 * Provides what can be seen of a study while it runs, for as many as want to look.
 *
 * <p>Everything is read from the study's journal, by its {@link dev.thaw.app.feed.RowStore}: a
 * {@link dev.thaw.app.feed.StudyFeed} folds them, row by row, into curves, the {@link
 * dev.thaw.app.feed.Timeline} of slots, and how the best value came about; {@link
 * dev.thaw.app.feed.RowNews} is what one row changed. {@link dev.thaw.app.feed.StudyFeeds} keeps
 * one feed for each study that somebody looks at, reads its new rows a few times a second, and lets
 * go of it afterwards. So watchers cost the study's supervisor nothing, however many there are.
 *
 * <p>The records are the JSON of the HTTP API.
 */
@NullMarked
package dev.thaw.app.feed;

import org.jspecify.annotations.NullMarked;
