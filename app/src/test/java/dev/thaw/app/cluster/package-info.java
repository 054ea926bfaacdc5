/**
 * Provides real clusters on one machine, what can go wrong with them, and an audit of what they
 * left.
 *
 * <p>A {@link dev.thaw.app.cluster.TestCluster} is PostgreSQL and a few {@code thaw node}
 * processes, on the loopback or each in a network namespace of its own ({@link
 * dev.thaw.app.cluster.Network}). A {@link dev.thaw.app.cluster.FaultPlan} follows from a seed
 * alone; a {@link dev.thaw.app.cluster.FaultRun} lets it happen to a cluster whose models are
 * {@link dev.thaw.app.cluster.ChainTrainer chains of hashes}. Afterwards the {@link
 * dev.thaw.app.cluster.Audit} compares the journal with what the trainers themselves wrote down
 * ({@link dev.thaw.app.cluster.EpochLog}): nothing may be missing, double or decided twice.
 */
@NullMarked
package dev.thaw.app.cluster;

import org.jspecify.annotations.NullMarked;
