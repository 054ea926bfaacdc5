package dev.thaw.workers.process;

/** Something that happened to a script, in the order in which it happened. */
sealed interface Event {

  /** Somebody has connected to the channel. */
  record Connected() implements Event {}

  /** The script sent a message. */
  record Said(ClientMessage message) implements Event {}

  /** The script sent something that is no message; nothing is read any more. */
  record Garbage(String line, String reason) implements Event {}

  /** The channel has ended. */
  record Closed() implements Event {}

  /** The process has ended. */
  record Exited(int code) implements Event {}
}
