package dev.thaw.actors.study;

import dev.thaw.actors.wire.WireMessage;

/**
 * A study is open and durable.
 *
 * @param created whether it was opened just now; false if the same study was there already
 */
public record StudyOpened(boolean created) implements WireMessage {}
