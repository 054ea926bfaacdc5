/**
 * Provides load tests of a whole cluster on one machine: a supervisor, several workers and
 * PostgreSQL, each a process of its own, with the actors, the cluster and the wire of the product.
 * Only training is simulated, by a {@link dev.thaw.benchmarks.load.SimulatedHost}, so that one
 * process holds hundreds of slots.
 *
 * <p>{@link dev.thaw.benchmarks.load.LoadBenchmark} starts the processes ({@link
 * dev.thaw.benchmarks.load.LoadCluster}), each of which is a {@link
 * dev.thaw.benchmarks.load.LoadNode}, and asks them for what they measured. A worker measures in
 * two places: where epochs end and begin ({@link dev.thaw.benchmarks.load.SimulatedHost}), and
 * where messages leave and enter its process ({@link dev.thaw.benchmarks.load.WireProbe}); both
 * write into its {@link dev.thaw.benchmarks.load.Probe}.
 */
@NullMarked
package dev.thaw.benchmarks.load;

import org.jspecify.annotations.NullMarked;
