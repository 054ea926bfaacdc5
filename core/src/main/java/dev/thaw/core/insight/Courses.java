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
import java.util.TreeMap;
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

  /** A single slice at the end may be a single trial. */
  private static final int SLICES_MIN = 2;

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
    boolean choices = parameter instanceof CategoricalParameter;
    for (Slice slice : slices) {
      Map<Settling.Place, Double> seconds = seconds(slice);
      if (!seconds.isEmpty() && choices) {
        modes.add(mode(slice.number(), seconds));
      } else if (!seconds.isEmpty()) {
        bands.add(band(slice.number(), seconds));
      }
    }
    Double at = choices ? settledByMode(modes) : settledByBand(bands);
    return new Settling.Course(parameter.name(), at, winner, bands, modes);
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
    var weighted = new Weighted();
    var byUnit = new TreeMap<Double, Settling.Place>();
    seconds.forEach(
        (place, time) -> {
          weighted.add(place.unit(), time);
          byUnit.put(place.unit(), place);
        });
    return new Settling.Band(
        slice,
        Objects.requireNonNull(byUnit.get(weighted.quantile(LOW))),
        Objects.requireNonNull(byUnit.get(weighted.quantile(MIDDLE))),
        Objects.requireNonNull(byUnit.get(weighted.quantile(HIGH))));
  }

  private Settling.Mode mode(int slice, Map<Settling.Place, Double> seconds) {
    double total = seconds.values().stream().mapToDouble(time -> time).sum();
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

  private @Nullable Double settledByBand(List<Settling.Band> bands) {
    Settling.Place value = winner;
    if (value == null) {
      return null;
    }
    int first = bands.size();
    while (first > 0 && bands.get(first - 1).widthWith(value) < NARROW) {
      first--;
    }
    return first <= bands.size() - SLICES_MIN ? share(bands.get(first).slice()) : null;
  }

  private @Nullable Double settledByMode(List<Settling.Mode> modes) {
    int first = modes.size();
    while (first > 0 && modes.get(first - 1).winners() >= MOST) {
      first--;
    }
    return first <= modes.size() - SLICES_MIN ? share(modes.get(first).slice()) : null;
  }

  private static Double share(int slice) {
    return (double) slice / Settling.SLICES;
  }
}
