package dev.thaw.workers.nd4j;

/**
 * Shape and training rule of a multi-layer perceptron: {@code depth} hidden layers of {@code width}
 * rectified linear units, then one linear unit for each class under a softmax.
 *
 * @param inputs number of input features, 1 or more
 * @param classes number of classes, 2 or more
 * @param width units of each hidden layer, 1 or more
 * @param depth number of hidden layers; 0 is multinomial logistic regression
 * @param dropout probability with which a hidden unit is silenced during training, at least 0 and
 *     below 1
 * @param weightDecay how much of each weight (not of the biases) is taken away in a step, in units
 *     of the learning rate; 0 or more
 * @param optimizer the rule that turns a gradient into a step
 * @param learningRate length of a step, 0 or more
 * @param batchSize samples in a step, 1 or more; the last step of an epoch takes what is left
 * @param seed the source of the first weights, of the order of the samples and of the dropout
 * @param stepsPerEpoch after how many steps an epoch ends, whatever the batch size, which draw from
 *     all samples; 0 for one pass over all of them
 * @param learningRateDecay how fast the steps grow shorter, 0 or more: in epoch e their length is
 *     {@code learningRate / (1 + learningRateDecay (e - 1))}, however many epochs follow
 */
public record MlpSettings(
    int inputs,
    int classes,
    int width,
    int depth,
    double dropout,
    double weightDecay,
    Optimizer optimizer,
    double learningRate,
    int batchSize,
    long seed,
    int stepsPerEpoch,
    double learningRateDecay) {

  public MlpSettings {
    Checks.atLeast("inputs", inputs, 1);
    Checks.atLeast("classes", classes, 2);
    Checks.atLeast("width", width, 1);
    Checks.atLeast("depth", depth, 0);
    Checks.fraction("dropout", dropout);
    Checks.finiteAndNotNegative("weightDecay", weightDecay);
    Checks.finiteAndNotNegative("learningRate", learningRate);
    Checks.atLeast("batchSize", batchSize, 1);
    Checks.atLeast("stepsPerEpoch", stepsPerEpoch, 0);
    Checks.finiteAndNotNegative("learningRateDecay", learningRateDecay);
  }

  /** A rule whose steps stay as long as they are, and whose epochs are passes over all samples. */
  public MlpSettings(
      int inputs,
      int classes,
      int width,
      int depth,
      double dropout,
      double weightDecay,
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      long seed) {
    this(
        inputs,
        classes,
        width,
        depth,
        dropout,
        weightDecay,
        optimizer,
        learningRate,
        batchSize,
        seed,
        0,
        0);
  }

  /** What holds in an epoch of which nothing else is said. */
  Regime regime() {
    return new Regime(weightDecay, dropout, batchSize);
  }

  /** Whether these differ in nothing but what may change between two epochs. */
  boolean isOfTheKindOf(MlpSettings other) {
    boolean sameRule =
        switch (optimizer) {
          case Optimizer.Sgd(var _, var nesterov) ->
              other.optimizer instanceof Optimizer.Sgd(var _, var otherNesterov)
                  && nesterov == otherNesterov;
          case Optimizer.Adam _ -> other.optimizer instanceof Optimizer.Adam;
          case Optimizer.RmsProp _ -> other.optimizer instanceof Optimizer.RmsProp;
        };
    return sameRule
        && inputs == other.inputs
        && classes == other.classes
        && width == other.width
        && depth == other.depth
        && batchSize == other.batchSize
        && seed == other.seed
        && stepsPerEpoch == other.stepsPerEpoch;
  }

  /** The length of the steps of an epoch, which is counted from 1. */
  double learningRate(int epoch) {
    return learningRate / (1 + learningRateDecay * (epoch - 1));
  }

  /** Inputs of layer {@code layer}, counted from 0; the output layer is number {@code depth}. */
  int fanIn(int layer) {
    return layer == 0 ? inputs : width;
  }

  /** Units of layer {@code layer}, counted from 0; the output layer is number {@code depth}. */
  int units(int layer) {
    return layer == depth ? classes : width;
  }

  /** The same with another seed. */
  public MlpSettings withSeed(long other) {
    return new MlpSettings(
        inputs,
        classes,
        width,
        depth,
        dropout,
        weightDecay,
        optimizer,
        learningRate,
        batchSize,
        other,
        stepsPerEpoch,
        learningRateDecay);
  }
}
