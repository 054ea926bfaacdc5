package dev.thaw.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the core decides and does nothing else. Method: its compiled classes are searched for what
 * they depend on and what they call; an offender in this test proves that the search finds some.
 */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.thaw.core");

  private static final ArchRule NOTHING_OUTSIDE =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.thaw.core..",
                      "java.lang",
                      "java.lang.annotation",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.math",
                      "java.time..",
                      "java.util",
                      "java.util.function",
                      "java.util.regex",
                      "java.util.stream",
                      "org.ejml..",
                      "org.hipparchus..",
                      "org.jspecify.annotations")
                  .or(
                      nameMatching(
                          "\\[*[ZBCSIJFD]|boolean|byte|char|short|int|long|float|double|void")));

  private static final ArchRule NO_CLOCK_CHANCE_OR_LOCALE =
      noClasses()
          .should()
          .callMethodWhere(
              com.tngtech.archunit.base.DescribedPredicate.<JavaMethodCall>describe(
                  "asks for the time, for chance or for the machine's settings",
                  ArchitectureTest::isForbidden))
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .dependOnClassesThat(
              nameMatching(
                  "java\\.util\\.(Random|UUID|Timer|TimeZone|concurrent\\..*)"
                      + "|java\\.lang\\.(Thread.*|Runtime|Process.*)"
                      + "|java\\.time\\.(Clock|InstantSource)"));

  private static boolean isForbidden(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getTarget().getName();
    int parameters = call.getTarget().getRawParameterTypes().size();
    return (owner.startsWith("java.time.") && method.equals("now"))
        || (owner.equals("java.time.ZoneId") && method.equals("systemDefault"))
        || (owner.equals("java.lang.System") && !method.equals("arraycopy"))
        || (owner.equals("java.util.Locale") && method.equals("getDefault"))
        || (owner.equals("java.lang.Math") && method.equals("random"))
        || (owner.equals("java.lang.String")
            && (method.equals("toLowerCase") || method.equals("toUpperCase"))
            && parameters == 0)
        || (owner.equals("java.lang.String") && method.equals("format"));
  }

  @Test
  void theCoreKnowsNoActorsNoThreadsNoFilesAndNoSockets() {
    NOTHING_OUTSIDE.check(CORE);
  }

  @Test
  void theCoreAsksForNoTimeAndNoChance() {
    NO_CLOCK_CHANCE_OR_LOCALE.check(CORE);
  }

  @Test
  void noFeatureOfTheCoreDependsOnItselfThroughAnother() {
    slices().matching("dev.thaw.core.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @ParameterizedTest(name = "{0} knows no study")
  @ValueSource(strings = {"space", "curve", "bracket", "suggest", "budget", "persistent", "random"})
  void theFeaturesDoNotKnowTheStudyThatUsesThem(String feature) {
    noClasses()
        .that()
        .resideInAPackage("dev.thaw.core." + feature + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.thaw.core.study..", "dev.thaw.core.simulation..")
        .check(CORE);
  }

  @Test
  void theRulesFindAnOffender() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    assertThat(new Offender().now()).isNotNull();
    assertThatThrownBy(() -> NO_CLOCK_CHANCE_OR_LOCALE.check(offender))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> NOTHING_OUTSIDE.check(offender)).isInstanceOf(AssertionError.class);
  }

  /** Does what the core must not do. */
  private static final class Offender {
    String now() {
      return Instant.now() + java.nio.file.Path.of("x").toString().toLowerCase(Locale.ROOT);
    }
  }
}
