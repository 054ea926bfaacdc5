package dev.thaw.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.Pace;
import dev.thaw.core.budget.Spending;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.budget.Tariff;
import dev.thaw.core.budget.Usage;
import dev.thaw.core.curve.Curve;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.online.Schedule;
import dev.thaw.core.share.Notice;
import dev.thaw.core.space.Expression;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Contract;
import dev.thaw.core.study.Device;
import dev.thaw.core.study.Dispatch;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Search;
import dev.thaw.core.study.StatusCounts;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Query;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of core that can be in a journal is written, read back, and read strictly. */
final class ThawModuleTest {

  private static final ObjectMapper CBOR = JournalCodec.cbor();
  private static final ObjectMapper JSON = JournalCodec.json();
  private static final List<ObjectMapper> MAPPERS = List.of(CBOR, JSON);

  /** Records that are not told apart by name but have a place in a row or a state. */
  private static final List<Class<?>> OTHERS =
      List.of(
          Recorded.class,
          Step.class,
          StudyState.class,
          StudySpec.class,
          Lifecycle.class,
          Search.class,
          Search.Debt.class,
          Progress.class,
          Progress.Best.class,
          Cluster.class,
          Cluster.Node.class,
          Cluster.Alone.class,
          Cluster.Reservation.class,
          Device.class,
          Lease.class,
          Trial.class,
          Bracket.class,
          BracketPlan.class,
          Rung.class,
          Budget.class,
          Cost.class,
          Hours.class,
          StopWhen.class,
          BudgetChange.class,
          Contract.class,
          Usage.class,
          Tariff.class,
          Pace.class,
          Spending.class);

  /** Sealed interfaces that are not written, or not by name. */
  private static final Set<Class<?>> NOT_NAMED =
      Set.of(
          Value.class,
          Expression.class,
          Dispatch.Job.class,
          Kernel.class,
          Query.class,
          dev.thaw.core.online.Step.class,
          Schedule.Shape.class,
          Notice.class);

  static Stream<Class<?>> named() {
    return ThawModule.ROOTS.stream().flatMap(Samples::permitted);
  }

  static Stream<Class<?>> records() {
    return Stream.concat(named(), OTHERS.stream());
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordSurvives(Class<?> type) throws Exception {
    for (ObjectMapper mapper : MAPPERS) {
      for (int seed = 0; seed < 8; seed++) {
        Object sample = sample(type, seed);
        byte[] bytes = mapper.writeValueAsBytes(sample);

        Object copy = mapper.readValue(bytes, declared(type));

        assertThat(copy).as("seed %d", seed).isEqualTo(sample);
        assertThat(mapper.writeValueAsBytes(copy)).as("seed %d", seed).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void refusesARecordThatLacksAProperty(Class<?> type) {
    for (String property : properties(type)) {
      for (ObjectMapper mapper : MAPPERS) {
        ObjectNode tree = tree(mapper, type);
        tree.remove(property);

        if (!LateComponents.contains(type, property)) {
          assertRefused(mapper, tree, type, "without " + property);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsALateComponentThatIsMissingAsAbsent(Class<?> type) throws Exception {
    for (RecordComponent component : type.getRecordComponents()) {
      if (LateComponents.contains(type, component.getName())) {
        ObjectNode without = tree(CBOR, type);
        without.remove(component.getName());
        ObjectNode withNull = tree(CBOR, type).putNull(component.getName());

        assertThat((Object) CBOR.treeToValue(without, declared(type)))
            .isEqualTo(CBOR.treeToValue(withNull, declared(type)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void refusesARecordWithAPropertyThatItDoesNotKnow(Class<?> type) {
    for (ObjectMapper mapper : MAPPERS) {
      ObjectNode tree = tree(mapper, type);
      tree.put("surplus", 1);

      assertRefused(mapper, tree, type, "with surplus");
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void takesNullOnlyWhereItIsDeclared(Class<?> type) throws Exception {
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode tree = tree(CBOR, type);
      tree.putNull(component.getName());

      if (mayBeNull(component)) {
        assertThat((Object) CBOR.treeToValue(tree, declared(type))).isInstanceOf(type);
      } else {
        assertRefused(CBOR, tree, type, "null " + component.getName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("named")
  void aNamedRecordBeginsWithItsSimpleName(Class<?> type) {
    ObjectNode tree = tree(JSON, type);

    assertThat(tree.properties().iterator().next().getKey()).isEqualTo("@");
    assertThat(tree.get("@").textValue()).isEqualTo(type.getSimpleName());
  }

  @Test
  void refusesANameThatItDoesNotKnow() {
    for (ObjectMapper mapper : MAPPERS) {
      ObjectNode tree = tree(mapper, Lease.class);
      tree.put("@", "Stranger");

      assertRefused(mapper, tree, StudyEvent.class, "stranger");
    }
  }

  @Test
  void everySealedInterfaceOfCoreIsAccountedFor() {
    Set<Class<?>> known =
        ThawModule.ROOTS.stream()
            .flatMap(root -> SealedTypes.of(root).interfaces().stream())
            .collect(Collectors.toSet());

    List<Class<?>> sealed =
        classesOfCore().stream()
            .filter(JavaClass::isInterface)
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .<Class<?>>map(JavaClass::reflect)
            .filter(Class::isSealed)
            .filter(type -> !NOT_NAMED.contains(type))
            .toList();

    assertThat(sealed).isNotEmpty().allMatch(known::contains);
  }

  private static JavaClasses classesOfCore() {
    URL core = StudyState.class.getProtectionDomain().getCodeSource().getLocation();
    return new ClassFileImporter().importUrl(core);
  }

  @Test
  void refusesSealedInterfacesWhoseRecordsCannotBeToldApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealedTypes.of(Ambiguous.class))
        .withMessageContaining("must have different simple names");
  }

  @Test
  void refusesAnOrderedMapThatHasAKeyTwice() {
    String rung =
        "{\"epochs\":1,\"arrived\":[[{\"score\":1,\"trial\":1},true],[{\"score\":1,\"trial\":1},true]],\"waiting\":[],\"promoted\":0,\"lost\":0}";

    assertThatThrownBy(() -> JSON.readValue(rung, Rung.class))
        .hasMessageContaining("Keys must be different");
  }

  @ParameterizedTest
  @MethodSource("handWritten")
  void typesThatAreWrittenByHandAreReadAsStrictly(Class<?> type, String json, String complaint) {
    assertThatThrownBy(() -> JSON.readValue(json, type)).hasMessageContaining(complaint);
  }

  static Stream<Object[]> handWritten() {
    return Stream.of(
        new Object[] {Curve.class, "{\"values\":[1.0]}", "property seconds of Curve is missing"},
        new Object[] {Curve.class, "{\"values\":[],\"seconds\":[],\"x\":1}", "x of Curve"},
        new Object[] {Curve.class, "{\"values\":[null],\"seconds\":[1.0]}", "null"},
        new Object[] {Curve.class, "[]", "Curve"},
        new Object[] {StatusCounts.class, "{\"PENDING\":1}", "STARTING"},
        new Object[] {SearchSpace.class, "{\"parameters\":[]}", "property constraints"},
        new Object[] {
          SearchSpace.class,
          "{\"parameters\":[{}],\"constraints\":[]}",
          "missing type id property '@'"
        },
        new Object[] {StudySpec.TrainerSpec.class, "{\"name\":\"x\"}", "property options"},
        new Object[] {Value.class, "[]", "Value"});
  }

  /** A sealed interface with two records of one name. */
  sealed interface Ambiguous {
    record Same() implements Ambiguous {}

    sealed interface Below extends Ambiguous {
      record Same() implements Below {}
    }
  }

  private static Object sample(Class<?> type, long seed) {
    return new Samples(seed).of(type);
  }

  /** The type as which a record is read: the sealed interface that it belongs to, if any. */
  private static Class<?> declared(Class<?> type) {
    return ThawModule.ROOTS.stream()
        .filter(root -> root.isAssignableFrom(type))
        .findFirst()
        .orElse((Class) type);
  }

  private static List<String> properties(Class<?> type) {
    List<String> all = new ArrayList<>();
    if (declared(type) != type) {
      all.add("@");
    }
    Stream.of(type.getRecordComponents()).map(RecordComponent::getName).forEach(all::add);
    return all;
  }

  private static ObjectNode tree(ObjectMapper mapper, Class<?> type) {
    return mapper.valueToTree(sample(type, 1));
  }

  private static boolean mayBeNull(RecordComponent component) {
    return component.getType() == Optional.class
        || component.getType() == OptionalDouble.class
        || component.getType() == OptionalInt.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static void assertRefused(
      ObjectMapper mapper, ObjectNode tree, Class<?> type, String what) {
    assertThatThrownBy(() -> mapper.readValue(mapper.writeValueAsBytes(tree), declared(type)))
        .as("%s %s", type.getSimpleName(), what)
        .isInstanceOf(JsonProcessingException.class);
  }
}
