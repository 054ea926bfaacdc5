package dev.thaw.app.desk;

import org.jspecify.annotations.Nullable;

/**
 * One study in a list of many.
 *
 * @param study its name
 * @param state where it is in its life, the same word as in {@link
 *     dev.thaw.app.summary.StudySummary#state()}
 * @param metric what it optimises
 * @param best its best value so far; null while there is none
 * @param trials how many trials it has started
 * @param epochs how many epochs it has trained, those trained again included
 * @param slots how many slots it holds now
 * @param node where it is looked after; null if nobody does now, or it has ended
 * @param paused whether somebody paused it; null if that is not known
 */
public record StudyRow(
    String study,
    String state,
    String metric,
    @Nullable Double best,
    int trials,
    long epochs,
    int slots,
    @Nullable String node,
    @Nullable Boolean paused) {}
