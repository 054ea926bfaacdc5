package dev.thaw.workers.slot;

import java.time.Duration;

/** Time, as far as waiting for memory needs it. */
interface Wait {

  /** The time of this machine. */
  Wait REAL =
      new Wait() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public boolean pause(Duration length) {
          try {
            Thread.sleep(length);
            return false;
          } catch (InterruptedException e) {
            return true;
          }
        }
      };

  /** A monotonic clock, in nanoseconds. */
  long nanoTime();

  /** Lets time pass, less if the thread is interrupted; whether it was. */
  boolean pause(Duration length);
}
