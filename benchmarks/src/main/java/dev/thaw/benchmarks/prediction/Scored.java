package dev.thaw.benchmarks.prediction;

/**
 * One forecast and what became of it.
 *
 * @param table the name of the table
 * @param kind how the context came about
 * @param context the number of the context
 * @param predictor who foretold it
 * @param target what was foretold
 * @param forecast how
 */
record Scored(
    String table, String kind, long context, String predictor, Target target, Forecast forecast) {}
