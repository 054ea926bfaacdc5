package dev.thaw.benchmarks.prediction;

/**
 * How much of one curve is known.
 *
 * @param row a row of the table
 * @param replicate which of its curves
 * @param length how many epochs of it are known, at least 1
 */
record Seen(int row, int replicate, int length) {}
