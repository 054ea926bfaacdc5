/**
 * Provides virtual time for the decision core: the same {@link dev.thaw.core.study.Study} that runs
 * live, against simulated nodes and learning curves that are functions.
 *
 * <p>In reading order: {@link dev.thaw.core.simulation.LearningCurves} stands in for training;
 * {@link dev.thaw.core.simulation.Faults} says what goes wrong and how often; a {@link
 * dev.thaw.core.simulation.Meter} charges for training and ends the study when its budget is spent;
 * a {@link dev.thaw.core.simulation.Judge} decides, and may take its time; together they are the
 * {@link dev.thaw.core.simulation.World}. {@link dev.thaw.core.simulation.Simulation} drives a
 * study to its end and returns a {@link dev.thaw.core.simulation.SimulatedRun}; a {@link
 * dev.thaw.core.simulation.StepObserver} sees every step on the way. {@link
 * dev.thaw.core.simulation.VirtualTime} orders what happens by time, ties first come, first served.
 * The same arguments give the same run, bit for bit.
 */
@NullMarked
package dev.thaw.core.simulation;

import org.jspecify.annotations.NullMarked;
