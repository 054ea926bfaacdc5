package dev.thaw.app.desk;

/**
 * What became of a study that was handed in.
 *
 * @param study its name
 * @param created whether it is new; false if the same study was there already
 */
public record Submission(String study, boolean created) {}
