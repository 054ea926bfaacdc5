package dev.thaw.workers.asked;

import java.util.Locale;

/** What is to be done after something was told. */
public enum Next {

  /** Train the next epoch. */
  CONTINUE,

  /** Write a checkpoint into {@link Work#checkpointTo}, tell that, and look what is next then. */
  SAVE,

  /** Let go: the trial is frozen, or through. What it has is kept. */
  PAUSE,

  /** Let go: nothing more is wanted of what was trained since the last checkpoint. */
  STOP;

  /** The word for it, in small letters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
