package dev.thaw.actors.session;

/**
 * Names a session: one lease of one trial.
 *
 * @param study the study's name
 * @param trial the trial's number
 * @param fence the lease's fence
 */
public record SessionId(String study, int trial, long fence) {}
