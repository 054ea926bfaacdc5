package dev.thaw.app.desk;

/**
 * What was asked of a study will be done.
 *
 * @param study its name
 */
public record Accepted(String study) {}
