package dev.thaw.core.space;

import java.util.Optional;

/**
 * One dimension of a search space. A parameter is only a description: it may be wrong until a
 * {@link SearchSpace} has accepted it, so that all that is wrong can be listed at once by {@link
 * SearchSpace#problems}.
 */
public sealed interface Parameter
    permits RealParameter,
        IntegerParameter,
        CategoricalParameter,
        OrdinalParameter,
        ConstantParameter,
        DerivedParameter {

  /** Returns the name, unique in its space. */
  String name();

  /** Returns the condition under which the parameter is active; empty if it always is. */
  Optional<When> when();

  /** Returns the value that the parameter has if nobody chooses one; empty if undeclared. */
  Optional<Value> defaultValue();
}
