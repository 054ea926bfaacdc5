package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CurveInputsTest {

  private static final Scheduler ASHA = new Scheduler.Asha(3, PromotionRule.PAPER, false);
  private static final Configuration ANY = Specs.space().defaults();

  @Test
  void aConfigurationHasTheSameInputsForEachMaximumWhereSchedulesDoNotDependOnIt() {
    StudySpec spec = Specs.study(ASHA).epochs(1, 27).growing(3, 9).spec();
    var inputs = new CurveInputs(spec);

    assertThat(inputs.of(ANY, 3)).isEqualTo(inputs.of(ANY, 27)).hasSize(inputs.count());
    assertThat(inputs.of(ANY, 3)).isEqualTo(new ModelInputs(spec.space()).of(ANY));
  }

  @Test
  void theMaximumIsOneMoreInputOnALogarithmicScaleWhereTheyDo() {
    StudySpec spec = Specs.study(ASHA).epochs(1, 27).families(3, 9).spec();
    var inputs = new CurveInputs(spec);
    int last = inputs.count() - 1;

    assertThat(inputs.of(ANY, 3)[last]).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(inputs.of(ANY, 27)[last]).isEqualTo(1);
    assertThat(Arrays.copyOf(inputs.of(ANY, 3), last))
        .isEqualTo(new ModelInputs(spec.space()).of(ANY));
  }
}
