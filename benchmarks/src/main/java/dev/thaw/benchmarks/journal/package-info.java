/**
 * Provides the measurement of a journal in PostgreSQL: how many rows and reports it takes each
 * second, and how long a row waits, from a number of studies that write as fast as they can.
 */
@NullMarked
package dev.thaw.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
