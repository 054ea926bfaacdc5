package dev.thaw.workers.hypergradient;

/** Where the weights are taken from while the training is walked back. */
public sealed interface WayBack {

  /**
   * Each step is undone bit for bit, with fixed-point weights and the bits that the momentum cuts
   * off kept (Maclaurin et al. 2015, section 2.2). The hypergradient is exact, at the price of one
   * more gradient for each step.
   */
  record Exact() implements WayBack {}

  /**
   * The weights are taken to have moved in straight lines between a few that were kept (Fu et al.
   * 2016, equation 6). The hypergradient is an approximation, with more knots a better one.
   *
   * @param knots how many lines, 1 or more; 1 is DrMAD as published, from the first weights to the
   *     last, and as many as there are steps keep the whole training
   */
  record Lines(int knots) implements WayBack {
    public Lines {
      if (knots < 1) {
        throw new IllegalArgumentException("knots (%d) must be at least 1.".formatted(knots));
      }
    }
  }
}
