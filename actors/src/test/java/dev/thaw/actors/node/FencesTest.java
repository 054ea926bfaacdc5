package dev.thaw.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.SessionId;
import org.junit.jupiter.api.Test;

class FencesTest {

  private final Fences fences = new Fences();

  private boolean see(String study, int trial, long fence) {
    return fences.see(new SessionId(study, trial, fence));
  }

  @Test
  void aFenceIsSeenOnce() {
    assertThat(see("one", 3, 7)).isTrue();
    assertThat(see("one", 3, 7)).isFalse();
  }

  @Test
  void aLowerFenceOfATrialIsStale() {
    see("one", 3, 7);

    assertThat(see("one", 3, 6)).isFalse();
  }

  @Test
  void fencesOfTrialsAndStudiesDoNotConcernOneAnother() {
    see("one", 3, 7);

    assertThat(see("one", 4, 6)).isTrue();
    assertThat(see("two", 3, 6)).isTrue();
  }

  @Test
  void whatIsOlderThanAllThatIsRememberedIsStale() {
    see("one", 0, 1);
    for (int trial = 1; trial <= Fences.TRIALS_MAX; trial++) {
      see("one", trial, 1 + trial);
    }

    assertThat(see("one", 0, 1)).isFalse();
    assertThat(see("one", Fences.TRIALS_MAX + 1, 1)).isFalse();
  }

  @Test
  void whatAStudyLeasedBeforeItWasForgottenStaysStale() {
    see("one", 0, 1);
    see("one", 1, 2);

    fences.forget("one");

    assertThat(see("one", 0, 1)).isFalse();
    assertThat(see("one", 7, 2)).isFalse();
    assertThat(see("one", 0, 3)).isTrue();
  }

  @Test
  void aTrialThatIsLeasedAgainIsRememberedByItsNewestFence() {
    see("one", 0, 1);
    see("one", 1, 2);
    see("one", 0, 3);
    for (int trial = 2; trial <= Fences.TRIALS_MAX; trial++) {
      see("one", trial, 2 + trial);
    }

    assertThat(see("one", 1, 2)).isFalse();
    assertThat(see("one", 0, 3)).isFalse();
    assertThat(see("one", 0, 2 + Fences.TRIALS_MAX + 1)).isTrue();
  }
}
