package dev.thaw.benchmarks.load;

import java.util.Map;

/**
 * What one process has measured since it was told to begin; the latencies as in {@link Latencies}.
 *
 * @param seconds for how long
 * @param epochs epochs that ended
 * @param epochsTaken epochs whose report was acknowledged
 * @param reportsTaken reports of any kind that were acknowledged
 * @param batches batches that were acknowledged
 * @param repeated batches that were sent again
 * @param sessions sessions that were opened
 * @param open sessions that are open now
 * @param waiting epochs that are not acknowledged now
 * @param idleSeconds time of slots between the end of an epoch and the beginning of the next
 * @param firstEpochNs when the first epoch of all began, by the monotonic clock, which all
 *     processes of a machine share
 * @param lastTakenNs when the last acknowledgement came, by that clock
 * @param acknowledge from the end of an epoch to the arrival of its acknowledgement
 * @param freeToEpoch from the end of a session to the beginning of the next epoch in its slot
 * @param idle from the end of any epoch to the beginning of the next in its slot
 * @param process what the process took since it began
 */
record Measured(
    double seconds,
    long epochs,
    long epochsTaken,
    long reportsTaken,
    long batches,
    long repeated,
    long sessions,
    int open,
    int waiting,
    double idleSeconds,
    long firstEpochNs,
    long lastTakenNs,
    Map<Integer, Long> acknowledge,
    Map<Integer, Long> freeToEpoch,
    Map<Integer, Long> idle,
    ProcessFigures process) {}
