package dev.thaw.workers.hypergradient;

/**
 * Walks back bit for bit (Maclaurin et al. 2015, algorithm 2 with the arithmetic of section 2.2).
 */
final class ExactDescent implements Descent {

  private final double momentum;
  private final FixedPoint position;
  private final FixedPoint velocity;
  private final LostDigits digits;
  private final double[] weights;
  private final double[] moved;

  ExactDescent(double[] first, Ratio momentum) {
    this.momentum = momentum.value();
    position = new FixedPoint(first.length);
    velocity = new FixedPoint(first.length);
    digits = new LostDigits(first.length, momentum);
    weights = new double[first.length];
    moved = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      position.add(i, first[i]);
      weights[i] = position.get(i);
    }
  }

  @Override
  public double[] weights() {
    return weights;
  }

  @Override
  public void step(double[] gradient, double[] rates) {
    digits.multiply(velocity.bits());
    for (int i = 0; i < weights.length; i++) {
      velocity.add(i, -(1 - momentum) * gradient[i]);
      position.add(i, rates[i] * velocity.get(i));
      weights[i] = position.get(i);
    }
  }

  @Override
  public void retreat(double[] rates) {
    for (int i = 0; i < weights.length; i++) {
      moved[i] = rates[i] * velocity.get(i);
      position.subtract(i, moved[i]);
      weights[i] = position.get(i);
    }
  }

  @Override
  public double[] moved() {
    return moved;
  }

  @Override
  public boolean needsGradient() {
    return true;
  }

  @Override
  public void settle(double[] gradient) {
    for (int i = 0; i < weights.length; i++) {
      velocity.subtract(i, -(1 - momentum) * gradient[i]);
    }
    digits.undo(velocity.bits());
  }

  @Override
  public long bytes() {
    return 4L * Long.BYTES * weights.length + digits.bytes();
  }

  /** The velocity of each weight, a copy, as it lies in memory. */
  long[] velocityBits() {
    return velocity.bits().clone();
  }

  /** Each weight, a copy, as it lies in memory. */
  long[] positionBits() {
    return position.bits().clone();
  }
}
