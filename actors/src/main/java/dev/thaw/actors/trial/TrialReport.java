package dev.thaw.actors.trial;

import dev.thaw.actors.session.SessionId;

/**
 * A report together with the session that it comes from.
 *
 * @param session the session
 * @param report what it has to say
 */
public record TrialReport(SessionId session, SessionReport report) {}
