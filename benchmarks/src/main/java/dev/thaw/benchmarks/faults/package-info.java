/**
 * Provides a soak of real clusters in seeded faults; see README.md beside this file.
 *
 * <p>{@link dev.thaw.benchmarks.faults.FaultSoak} runs the {@link dev.thaw.app.cluster.FaultPlan}
 * of each seed of a range on a cluster of its own, and leaves a {@link
 * dev.thaw.benchmarks.faults.SeedResult} for each; the {@link dev.thaw.benchmarks.faults.Summary}
 * adds them up.
 */
@NullMarked
package dev.thaw.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
