package dev.thaw.app;

import dev.thaw.app.cli.ThawCommand;

/** Where the program begins. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(ThawCommand.run(args));
  }
}
