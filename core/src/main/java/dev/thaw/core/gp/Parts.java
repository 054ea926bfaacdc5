package dev.thaw.core.gp;

import java.util.ArrayList;
import java.util.List;

/** The parts of a {@link Sum} or a {@link Product}. */
final class Parts {
  private Parts() {}

  /** All hyperparameters; those of part i have a name that begins with {@code prefix} and i. */
  static List<Hyperparameter> hyperparameters(String prefix, List<Kernel> parts) {
    var all = new ArrayList<Hyperparameter>();
    for (int i = 0; i < parts.size(); i++) {
      for (Hyperparameter h : parts.get(i).hyperparameters()) {
        all.add(h.renamed(prefix + i + " " + h.name()));
      }
    }
    return List.copyOf(all);
  }

  static Covariance[] at(List<Kernel> parts, double[] theta, int offset) {
    Covariance[] covariances = new Covariance[parts.size()];
    int next = offset;
    for (int i = 0; i < covariances.length; i++) {
      covariances[i] = parts.get(i).at(theta, next);
      next += parts.get(i).hyperparameters().size();
    }
    return covariances;
  }
}
