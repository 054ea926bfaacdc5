package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.VirtualStudy;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeptTest {

  private static final Path OWN = Path.of("/studies/digits/checkpoints");

  private static StudyState state(@Nullable Long quota, @Nullable String store) {
    StudySpec plain = Specs.accuracy(1, 40);
    return VirtualStudy.finished(
        new StudySpec(
            plain.name(),
            plain.objective(),
            plain.space(),
            plain.fidelity(),
            plain.scheduler(),
            plain.suggestion(),
            plain.baseline(),
            plain.trainer(),
            plain.resources(),
            plain.budget(),
            plain.maxRestarts(),
            plain.epochTimeLimit(),
            new StudySpec.Checkpoints(1, quota, store),
            plain.seed()));
  }

  @Test
  void saysWhereTheWinnersCheckpointLies() {
    StudyState state = state(null, null);
    int trial = VirtualStudy.best(state).trial();
    var checkpoint = Objects.requireNonNull(state.trial(trial).best());
    String name =
        "trial-%05d/fence-%d-epoch-%d".formatted(trial, checkpoint.fence(), checkpoint.epoch());

    assertThat(Kept.of(state, OWN).best()).isEqualTo(OWN + "/" + name);
    assertThat(Kept.of(state(null, "s3://models/thaw"), OWN).best())
        .isEqualTo("s3://models/thaw/digits/" + name);
    assertThat(Kept.of(state(null, "/srv/shared/"), OWN).location())
        .isEqualTo("/srv/shared/digits");
  }

  @Test
  void saysNothingOfWhatHasRoom() {
    assertThat(Kept.of(state(null, null), OWN).sentence()).isNull();
    assertThat(Kept.of(state(Long.MAX_VALUE, null), OWN).sentence()).isNull();
  }

  @Test
  void saysWhatWasGivenUpForTheQuota() {
    StudyState unlimited = state(null, null);
    long quota = unlimited.stored().total() / 2;
    Kept kept = Kept.of(state(quota, null), OWN);

    assertThat(kept.bytes()).isLessThanOrEqualTo(quota);
    assertThat(kept.evicted()).isPositive();
    assertThat(kept.retrainingSeconds()).isPositive();
    assertThat(kept.sentence())
        .startsWith(kept.evicted() + " checkpoints given up for the quota of ")
        .contains(" of training");
  }

  @Test
  void saysThatTheQuotaIsTooSmall() {
    Kept kept = Kept.of(state(1L, null), OWN);

    assertThat(kept.bytes()).isGreaterThan(1);
    assertThat(kept.sentence())
        .endsWith(", more than the quota of 1 B: what is left must stay")
        .startsWith("checkpoints take ");
  }
}
