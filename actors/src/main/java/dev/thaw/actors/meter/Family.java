package dev.thaw.actors.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that one actor opened. Registries answer with the old meter if one of the same name is
 * registered again, so an old one is removed first: otherwise a gauge would go on to show what a
 * stopped actor knew.
 */
final class Family implements AutoCloseable {

  /** From what is quick on any machine to what an operator must look at; a few, for each study. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();

  private Family(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  static Family of(MeterRegistry registry, String... tags) {
    return new Family(registry, Tags.of(tags));
  }

  Counter counter(String name, @Nullable String unit, String description) {
    clear(name);
    return kept(
        Counter.builder(name)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }

  void total(String name, String unit, String description, DoubleSupplier value) {
    clear(name);
    kept(
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }

  Timer timer(String name, String description) {
    clear(name);
    return kept(
        Timer.builder(name)
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .description(description)
            .register(registry));
  }

  void gauge(String name, String description, DoubleSupplier value) {
    clear(name);
    kept(
        Gauge.builder(name, value::getAsDouble)
            .tags(tags)
            .strongReference(true)
            .description(description)
            .register(registry));
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }

  private void clear(String name) {
    Meter old = find(name);
    if (old != null) {
      registry.remove(old);
    }
  }

  private @Nullable Meter find(String name) {
    return registry.find(name).tags(tags).meter();
  }

  /** Removes what was opened here, but not what another one opened under the same name since. */
  @Override
  public void close() {
    for (Meter meter : meters) {
      if (find(meter.getId().getName()) == meter) {
        registry.remove(meter);
      }
    }
    meters.clear();
  }
}
