package dev.thaw.app.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.thaw.app.summary.Figures;

/** How bad a finding is, from best to worst. */
public enum Level {
  /** As it should be. */
  OK,
  /** Nothing is wrong, but it may surprise. */
  NOTE,
  /** Something will not work, or be slow; the rest does. */
  WARNING,
  /** Studies, or a kind of trial that this machine seems meant for, cannot run. */
  PROBLEM;

  /** The level in small letters, which is how people and programs get to see it. */
  @JsonValue
  public String word() {
    return Figures.word(this);
  }
}
