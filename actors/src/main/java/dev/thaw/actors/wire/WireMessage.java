package dev.thaw.actors.wire;

/**
 * Marks a message that may travel to another process. Its record needs a line in {@link WireTable},
 * or it cannot be sent.
 */
public interface WireMessage {}
