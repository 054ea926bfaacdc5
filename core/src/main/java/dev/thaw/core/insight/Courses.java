package dev.thaw.core.insight;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What became of one hyperparameter, slice by slice of the training time. */
final class Courses {

  static final double LOW = 0.1;
  static final double MIDDLE = 0.5;
  static final double HIGH = 0.9;

  /** A band is narrow below this share of the range; neighbours of three values are not. */
  private static final double NARROW = 1 / 3.0 - 1e-9;

  /** A value has most of the time from this share on. */
  private static final double MOST = 2 / 3.0 - 1e-9;

  private final SearchSpace space;
  private final Map<Integer, Configuration> configurations;
  private final int coordinate;
  private final Parameter parameter;
  private final Settling.@Nullable Place winner;
  private final Map<Integer, Optional<Settling.Place>> places = new HashMap<>();

  Courses(
      SearchSpace space,
      Map<Integer, Configuration> configurations,
      int coordinate,
      Configuration winner) {
    this.space = space;
    this.configurations = configurations;
    this.coordinate = coordinate;
    this.parameter = space.coordinate(coordinate);
    this.winner = place(winner).orElse(null);
  }

  Settling.Course course(List<Slice> slices) {
    List<Settling.Band> bands = new ArrayList<>();
    List<Settling.Mode> modes = new ArrayList<>();
    List<Stretches.Part> parts = new ArrayList<>();
    boolean choices = parameter instanceof CategoricalParameter;
    for (Slice slice : slices) {
      Map<Settling.Place, Double> seconds = seconds(slice);
      if (!seconds.isEmpty()) {
        parts.add(new Stretches.Part(slice.number(), active(slice), seconds));
        if (choices) {
          modes.add(mode(slice.number(), seconds));
        } else {
          bands.add(band(slice.number(), seconds));
        }
      }
    }
    var stretches = new Stretches(parts);
    Double settled =
        winner == null ? null : stretches.from(choices ? this::isWinners : this::isNarrow);
    return new Settling.Course(
        parameter.name(), settled, moved(bands, stretches), winner, bands, modes);
  }

  /** The trials of a slice in which the hyperparameter is active. */
  private Set<Integer> active(Slice slice) {
    Set<Integer> trials = new TreeSet<>(slice.seconds().keySet());
    trials.removeIf(trial -> place(trial).isEmpty());
    return trials;
  }

  /** How much of a slice each value got, in the order of the trials. */
  private Map<Settling.Place, Double> seconds(Slice slice) {
    Map<Settling.Place, Double> all = new LinkedHashMap<>();
    slice
        .seconds()
        .forEach((trial, time) -> place(trial).ifPresent(at -> all.merge(at, time, Double::sum)));
    return all;
  }

  private Optional<Settling.Place> place(int trial) {
    return places.computeIfAbsent(
        trial, number -> place(Objects.requireNonNull(configurations.get(number))));
  }

  private Optional<Settling.Place> place(Configuration configuration) {
    return configuration
        .get(parameter.name())
        .map(Value::toObject)
        .map(value -> new Settling.Place(space.encode(configuration)[coordinate], value));
  }

  private static Settling.Band band(int slice, Map<Settling.Place, Double> seconds) {
    Weighted weighted = weighted(seconds);
    var byUnit = new TreeMap<Double, Settling.Place>();
    seconds.keySet().forEach(place -> byUnit.put(place.unit(), place));
    return new Settling.Band(
        slice,
        Objects.requireNonNull(byUnit.get(weighted.quantile(LOW))),
        Objects.requireNonNull(byUnit.get(weighted.quantile(MIDDLE))),
        Objects.requireNonNull(byUnit.get(weighted.quantile(HIGH))));
  }

  private static Weighted weighted(Map<Settling.Place, Double> seconds) {
    var weighted = new Weighted();
    seconds.forEach((place, time) -> weighted.add(place.unit(), time));
    return weighted;
  }

  private Settling.Mode mode(int slice, Map<Settling.Place, Double> seconds) {
    double total = total(seconds);
    Settling.Place most = seconds.keySet().iterator().next();
    for (Settling.Place place : seconds.keySet()) {
      most = time(seconds, place) > time(seconds, most) ? place : most;
    }
    double winners = winner == null ? 0 : time(seconds, winner) / total;
    return new Settling.Mode(slice, most.value(), time(seconds, most) / total, winners);
  }

  private static double time(Map<Settling.Place, Double> seconds, Settling.Place place) {
    return seconds.getOrDefault(place, 0.0);
  }

  private static double total(Map<Settling.Place, Double> seconds) {
    return seconds.values().stream().mapToDouble(time -> time).sum();
  }

  private boolean isNarrow(Map<Settling.Place, Double> seconds) {
    double value = Objects.requireNonNull(winner).unit();
    Weighted weighted = weighted(seconds);
    double low = Math.min(value, weighted.quantile(LOW));
    return Math.max(value, weighted.quantile(HIGH)) - low < NARROW;
  }

  private boolean isWinners(Map<Settling.Place, Double> seconds) {
    return time(seconds, Objects.requireNonNull(winner)) >= MOST * total(seconds);
  }

  /** From when on most of the time was nearer to the winner's value than to the first ones. */
  private @Nullable Double moved(List<Settling.Band> bands, Stretches stretches) {
    if (winner == null || bands.isEmpty()) {
      return null;
    }
    double first = bands.getFirst().middle().unit();
    double last = winner.unit();
    if (Math.abs(last - first) < NARROW) {
      return null;
    }
    return stretches.from(
        seconds -> {
          double middle = weighted(seconds).quantile(MIDDLE);
          return Math.abs(middle - last) < Math.abs(middle - first);
        });
  }
}
