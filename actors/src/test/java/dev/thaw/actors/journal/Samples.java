package dev.thaw.actors.journal;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Ladder;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.curve.Curve;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.persistent.PersistentVector;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.StatusCounts;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudySpec.TrainerSpec;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.suggest.ListedSuggestion;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random instances of anything that core may put into a journal, built from the declared types of
 * the components. A type that it does not know is an error, so that no new type goes untested.
 */
public class Samples {

  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    0.1,
    -1e-300,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static final String[] TEXTS = {
    "", "loss", "näher am Ziel", "\"quoted\"\n\\", "\u0000", "\ud83d\ude00", "NaN", "null", "@"
  };

  private final Random random;

  public Samples(long seed) {
    this.random = new Random(seed);
  }

  /** A sample of a type that is not known here; null to leave it to this class. */
  protected @Nullable Object foreign(Class<?> type, Random chance) {
    return null;
  }

  /** All records that a sealed interface permits, at any depth. */
  public static Stream<Class<?>> permitted(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(Samples::permitted)
        : Stream.of(type);
  }

  /** A random instance of a type. */
  public Object of(Class<?> type) {
    return plain(type);
  }

  private <T> T record(Class<T> type) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
      Object[] values =
          Stream.of(components).map(component -> value(component.getAnnotatedType())).toArray();
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type, e);
    }
  }

  private @Nullable Object value(AnnotatedType annotated) {
    if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
      return null;
    }
    Object foreign = foreign(raw(annotated.getType()), random);
    if (foreign != null) {
      return foreign;
    }
    if (annotated instanceof AnnotatedParameterizedType parameterized) {
      AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
      return container(raw(annotated.getType()), arguments);
    }
    return plain(raw(annotated.getType()));
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
  }

  private Object container(Class<?> type, AnnotatedType[] arguments) {
    List<@Nullable Object> some =
        Stream.generate(() -> value(arguments[0])).limit(random.nextInt(4)).toList();
    if (type == Optional.class) {
      return some.stream().findFirst();
    } else if (type == List.class) {
      return some;
    } else if (type == PersistentVector.class) {
      return PersistentVector.of(some);
    } else if (type == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      some.forEach(key -> map.put(key, value(arguments[1])));
      return map;
    } else if (type == OrderedMap.class) {
      return ordered(some, arguments[1]);
    }
    throw new AssertionError("no sample of container " + type);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Keys are comparable, by the test of their order.
  private OrderedMap<?, ?> ordered(List<?> keys, AnnotatedType values) {
    OrderedMap map = OrderedMap.empty();
    for (Object key : keys) {
      map = map.put((Comparable) key, Objects.requireNonNull(value(values)));
    }
    return map;
  }

  private Object plain(Class<?> type) {
    if (type == Scheduler.class) { // Some do not go with whatever else is drawn.
      List<Class<?>> choosy = List.of(Scheduler.Population.class, Scheduler.Race.class);
      List<Class<?>> others = permitted(type).filter(other -> !choosy.contains(other)).toList();
      return plain(others.get(random.nextInt(others.size())));
    } else if (type.isEnum()) {
      return pick(type.getEnumConstants());
    } else if (type.isSealed() && type != Value.class) {
      List<Class<?>> all = permitted(type).toList();
      return plain(all.get(random.nextInt(all.size())));
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer" -> 1 + (random.nextInt() >>> 1 >>> random.nextInt(30));
      case "long", "Long" -> 1 + (random.nextLong() >>> 1 >>> random.nextInt(62));
      case "double", "Double" -> number();
      case "boolean", "Boolean" -> random.nextBoolean();
      case "String" -> pick(TEXTS);
      case "Instant" -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case "Duration" -> Duration.ofSeconds(random.nextInt(1 << 30), 1 + random.nextInt(999_999));
      case "OptionalInt" ->
          random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
      case "OptionalDouble" ->
          random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(number());
      case "Value" -> Value.of(pick(new Object[] {1L, 1.0, "1", true, -1e-9, Long.MIN_VALUE}));
      case "Configuration" -> configuration();
      case "SearchSpace" -> space();
      case "Curve" -> curve();
      case "StatusCounts" -> counts();
      case "Object" -> pick(new Object[] {1L, 0.1, "text", true}); // An option.
      case "TrainerSpec" -> new TrainerSpec("scripted", options());
      case "ModelSuggestion" -> new ModelSuggestion("tpe", options());
      case "ListedSuggestion" ->
          new ListedSuggestion(List.of(configuration()), new SobolSuggestion());
      case "AddTrial" ->
          new StudyCommand.AddTrial(Map.of(pick(TEXTS), pick(new Object[] {1L, 0.1, "1", true})));
      case "ForkTrial" ->
          new StudyCommand.ForkTrial(
              random.nextInt(9), Map.of(pick(TEXTS), pick(new Object[] {1L, 0.1, "1", true})));
      case "Narrowing" ->
          random.nextBoolean()
              ? Narrowing.between(random.nextDouble(), 1 + random.nextDouble())
              : Narrowing.to(List.of(pick(new Object[] {1L, 0.1, "1", true})));
      case "Share" -> new Share(1, 2, 0.5, -1);
      case "Deadline" ->
          random.nextBoolean()
              ? Deadline.at(Instant.ofEpochSecond(random.nextInt(1 << 30)))
              : Deadline.next(LocalTime.of(random.nextInt(24), 0), ZoneOffset.UTC);
      case "Cost" -> new Cost(40, "EUR", Map.of(pick(TEXTS), 0.1 + random.nextDouble()));
      case "Hours" ->
          new Hours(
              random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt()),
              List.of(new Hours.Window(random.nextInt(720), 720 + random.nextInt(720))),
              "Europe/Berlin");
      case "StopWhen" -> new StopWhen(random.nextGaussian(), 1 + random.nextLong(99), null);
      case "KnownResult" ->
          new KnownResult(pick(TEXTS), configuration(), random.nextGaussian(), random.nextInt(99));
      case "Growth" ->
          new StudySpec.Growth(
              1 + random.nextInt(99),
              random.nextInt(99),
              number(),
              Map.of(pick(TEXTS), StudySpec.Growth.Expensive.DOWN),
              random.nextBoolean() ? StudySpec.Growth.Schedule.DEPENDS_ON_MAX : null,
              random.nextBoolean() ? random.nextDouble() : null);
      case "Objective" -> new StudySpec.Objective(pick(TEXTS), pick(Goal.values()));
      case "Aims" ->
          new Aims(
              List.of(new Aims.Aim("size", pick(Goal.values()))),
              List.of(new Aims.Limit("size", null, 0.5), new Aims.Limit("recall", 0.25, null)));
      case "Limit" -> new Aims.Limit(pick(TEXTS), -1.5, 2.0);
      case "Outcome" -> new Outcome(List.of(number(), number()), random.nextDouble());
      case "Population" ->
          new Scheduler.Population(
              5 + random.nextInt(99), 4, 0.2, 0.2, random.nextDouble(), List.of(pick(TEXTS)));
      case "Race" -> new Scheduler.Race(2 + random.nextInt(9), 3, 0.05, pick(TEXTS), 0);
      case "Ladder" -> ladder();
      case "BracketPlan" -> plan();
      default -> {
        if (!type.isRecord()) {
          throw new AssertionError("no sample of " + type);
        }
        yield record(type);
      }
    };
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private double number() {
    return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
  }

  static SearchSpace space() {
    return SearchSpace.of(
            RealParameter.log("learning_rate", 1e-4, 1).withDefault(0.01),
            RealParameter.linear("dropout", 0, 0.9).withStep(0.1),
            IntegerParameter.log("width", 16, 256),
            OrdinalParameter.of("size", "small", "medium", "large"),
            CategoricalParameter.of("optimizer", "sgd", "adam"),
            RealParameter.linear("momentum", 0, 0.99).when("optimizer", "sgd"),
            ConstantParameter.of("layers", 2))
        .withConstraints("width * layers <= 512", "optimizer == 'sgd' or learning_rate < 0.1");
  }

  private Configuration configuration() {
    SearchSpace space = space();
    return space.decode(random.doubles(space.dimension()).toArray());
  }

  private Curve curve() {
    int length = random.nextInt(70);
    return Curve.of(random.doubles(length).toArray(), random.doubles(length).toArray());
  }

  private StatusCounts counts() {
    Map<TrialStatus, Integer> counts = new LinkedHashMap<>();
    Stream.of(TrialStatus.values()).forEach(status -> counts.put(status, random.nextInt(9)));
    return StatusCounts.of(counts);
  }

  public static Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("program", "train.py");
    options.put("batch", 32L);
    options.put("rows", 5);
    options.put("huge", Long.MAX_VALUE);
    options.put("rate", 0.5);
    options.put("limit", Double.POSITIVE_INFINITY);
    options.put("half", 0.5f);
    options.put("quiet", true);
    options.put("arguments", List.of("-u", 1L, 2, List.of()));
    options.put("env", Map.of("deep", Map.of("a", List.of("b", 5))));
    return options;
  }

  private Ladder ladder() {
    return Ladder.of(1 + random.nextInt(3), 9 + random.nextInt(90), 2 + random.nextInt(3));
  }

  private BracketPlan plan() {
    Ladder ladder = ladder();
    List<Integer> sizes = new ArrayList<>();
    if (random.nextBoolean()) {
      ladder.epochs().forEach(level -> sizes.add(1 + random.nextInt(9)));
    }
    PromotionRule rule = pick(PromotionRule.values());
    return new BracketPlan(ladder, sizes, 3, rule, random.nextBoolean(), number());
  }
}
