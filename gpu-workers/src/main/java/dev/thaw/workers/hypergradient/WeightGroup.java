package dev.thaw.workers.hypergradient;

/**
 * Neighbouring weights that share hyperparameters, such as those of a layer.
 *
 * @param name what people call it; not blank, without white space
 * @param size number of weights, 1 or more
 * @param penalised whether the group has a weight decay and a scale of its first weights; biases,
 *     which begin at zero, have neither, only learning rates
 */
public record WeightGroup(String name, int size, boolean penalised) {

  public WeightGroup {
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("name (%s) must be a word.".formatted(name));
    }
    if (size < 1) {
      throw new IllegalArgumentException("size (%d) must be at least 1.".formatted(size));
    }
  }
}
