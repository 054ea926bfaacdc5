package dev.thaw.workers.gpu;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one reading in words, and what they mean for the next. */
final class NvmlProblems {

  private final List<String> sentences = new ArrayList<>();
  private int devicesLost;
  private boolean touchLost;

  /** Whether there is no problem; otherwise it is noted as "label: what cannot be read: why". */
  boolean none(int code, String label, String what) {
    if (code == NvmlReturn.SUCCESS) {
      return true;
    }
    String sentence = "%s: %s cannot be read: %s".formatted(label, what, NvmlReturn.words(code));
    if (!sentences.contains(sentence)) {
      sentences.add(sentence);
    }
    devicesLost += NvmlReturn.losesDevice(code) ? 1 : 0;
    touchLost |= NvmlReturn.losesTouch(code);
    return false;
  }

  List<String> sentences() {
    return sentences;
  }

  /** How often a device said that it is lost; compare before and after asking one. */
  int devicesLost() {
    return devicesLost;
  }

  /** Whether NVML must be initialised again before the next reading. */
  boolean touchLost() {
    return touchLost;
  }
}
