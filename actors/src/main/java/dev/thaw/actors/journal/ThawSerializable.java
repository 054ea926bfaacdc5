package dev.thaw.actors.journal;

/** Marks what leaves the process of an actor: into the journal, or over the wire. */
public interface ThawSerializable {}
