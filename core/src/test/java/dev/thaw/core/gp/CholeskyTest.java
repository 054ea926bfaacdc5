package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  private static final double TOLERANCE = 1e-12;

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 31, 32, 33, 70, 131})
  void itsFactorTimesItsTransposeIsTheMatrix(int n) {
    DMatrixRMaj matrix = Cases.positiveDefinite(n, n);

    Cholesky factor = Cholesky.factor(matrix).orElseThrow();

    assertThat(factor.jitter()).isZero();
    assertThat(Cases.distance(Cases.product(factor), matrix)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {1, 2, 5, 32, 71, 130})
  void solvesWhatItFactored(int n) {
    DMatrixRMaj matrix = Cases.positiveDefinite(n, n);
    Cholesky factor = Cholesky.factor(matrix).orElseThrow();
    double[] x = Cases.vector(n + 1, n);

    double[] b = Cases.times(matrix, x);
    factor.solve(b);

    assertThat(b).containsExactly(x, within(1e-10));
  }

  @ParameterizedTest(name = "{0} right-hand sides")
  @ValueSource(ints = {1, 3, 64, 65, 140})
  void solvesManyRightHandSidesAsItSolvesOne(int width) {
    int n = 37;
    Cholesky factor = Cholesky.factor(Cases.positiveDefinite(9, n)).orElseThrow();
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Cases.vector(100 + i, width);
    }
    double[] last = Arrays.stream(rows).mapToDouble(row -> row[width - 1]).toArray();

    factor.forwardSolve(rows);
    factor.forwardSolve(last);

    double[] solved = Arrays.stream(rows).mapToDouble(row -> row[width - 1]).toArray();
    assertThat(solved).containsExactly(last, within(TOLERANCE));
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {1, 4, 63, 64, 65, 150})
  void invertsToTheLastBitSymmetrically(int n) {
    DMatrixRMaj matrix = Cases.positiveDefinite(n, n);

    DMatrixRMaj inverse = Cholesky.factor(matrix).orElseThrow().inverse();

    var identity = new DMatrixRMaj(n, n);
    CommonOps_DDRM.mult(matrix, inverse, identity);
    assertThat(Cases.distance(identity, CommonOps_DDRM.identity(n))).isLessThan(1e-10);
    var transposed = new DMatrixRMaj(n, n);
    CommonOps_DDRM.transpose(inverse, transposed);
    assertThat(transposed.data).containsExactly(inverse.data);
  }

  @Test
  void knowsItsDeterminant() {
    DMatrixRMaj matrix = Cases.positiveDefinite(3, 8);

    double logDeterminant = Cholesky.factor(matrix).orElseThrow().logDeterminant();

    assertThat(logDeterminant).isCloseTo(Math.log(CommonOps_DDRM.det(matrix)), within(TOLERANCE));
  }

  @Test
  void addsTheLeastJitterThatHelps() {
    var ones = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.fill(ones, 4);

    Cholesky factor = Cholesky.factor(ones).orElseThrow();

    assertThat(factor.jitter()).isEqualTo(4e-10);
    assertThat(Cholesky.factor(ones, 0)).isEmpty();
  }

  @Test
  void givesUpOnAMatrixThatJitterCannotSave() {
    assertThat(Cholesky.factor(new DMatrixRMaj(new double[][] {{1, 2}, {2, 1}}))).isEmpty();
    assertThat(Cholesky.factor(new DMatrixRMaj(new double[][] {{0, 0}, {0, 0}}))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void givesUpOnEntriesThatAreNotFinite(double entry) {
    assertThat(Cholesky.factor(new DMatrixRMaj(new double[][] {{1, 0}, {0, entry}}))).isEmpty();
    assertThat(Cholesky.factor(new DMatrixRMaj(new double[][] {{1, entry}, {entry, 1}}))).isEmpty();
  }

  @Test
  void refusesToAppendARowThatDependsOnTheOthers() {
    Cholesky factor = Cholesky.empty(1);
    assertThat(factor.append(new double[] {4})).isTrue();

    assertThat(factor.append(new double[] {4, 4})).isFalse();
    assertThat(factor.append(new double[] {1, Double.NaN})).isFalse();
    assertThat(factor.append(new double[] {Double.NaN, 4})).isFalse();

    assertThat(factor.size()).isEqualTo(1);
    assertThat(factor.get(0, 0)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesADowndateThatWouldLosePositiveDefinitenessAndChangesNothing(double share) {
    Cholesky factor = Cholesky.factor(Cases.positiveDefinite(5, 6)).orElseThrow();
    double[] v = new double[6];
    v[5] = factor.get(5, 5) * share;
    DMatrixRMaj before = Cases.product(factor);

    assertThat(factor.downdate(v)).isFalse();

    assertThat(Cases.product(factor).data).containsExactly(before.data);
  }

  @Test
  void downdatesAlmostToSingularity() {
    DMatrixRMaj matrix = Cases.positiveDefinite(5, 6);
    Cholesky factor = Cholesky.factor(matrix).orElseThrow();
    double[] v = new double[6];
    v[5] = factor.get(5, 5) * (1 - 1e-8);

    assertThat(factor.downdate(v)).isTrue();

    matrix.add(5, 5, -v[5] * v[5]);
    assertThat(Cases.distance(Cases.product(factor), matrix)).isLessThan(TOLERANCE);
  }

  @Test
  void itsCopyGoesItsOwnWay() {
    Cholesky factor = Cholesky.factor(Cases.positiveDefinite(5, 6)).orElseThrow();
    DMatrixRMaj before = Cases.product(factor);

    Cholesky copy = factor.copy();
    copy.delete(0);
    copy.update(new double[] {1, 2, 3, 4, 5});

    assertThat(copy.size()).isEqualTo(5);
    assertThat(Cases.product(factor).data).containsExactly(before.data);
  }

  @Test
  void namesTheLengthItNeeds() {
    Cholesky factor = Cholesky.empty(4);

    assertThatThrownBy(() -> factor.append(new double[2]))
        .hasMessage("The vector has 2 entries and must have 1.");
    assertThatThrownBy(() -> factor.delete(0)).hasMessage("index (0) must be a row of 0.");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysTheFactorOfItsMatrixThroughAnyChanges(long seed) {
    Draws draws = Draws.of(seed, "changes", 0);
    DMatrixRMaj matrix = new DMatrixRMaj(0, 0);
    Cholesky factor = Cholesky.empty(2);

    for (int i = 0; i < 400; i++) {
      matrix = change(factor, matrix, draws, i);
    }

    assertThat(factor.size()).isEqualTo(matrix.numRows);
    assertThat(Cases.distance(Cases.product(factor), matrix)).isLessThan(1e-10);
    Cholesky fresh = Cholesky.factor(matrix).orElseThrow();
    assertThat(factor.logDeterminant()).isCloseTo(fresh.logDeterminant(), within(1e-9));
  }

  /** Appends a little more often than it deletes, and adds or removes outer products. */
  private static DMatrixRMaj change(Cholesky factor, DMatrixRMaj matrix, Draws draws, int i) {
    int n = matrix.numRows;
    double[] v = Cases.vector(draws.bits(i), n + 1);
    double kind = draws.uniform(i);
    if (n == 0 || kind < 0.4) {
      v[n] = 4 + n;
      assertThat(factor.append(v)).isTrue();
      return grown(matrix, v);
    }
    if (kind < 0.6) {
      int index = draws.below(n, 1_000 + i);
      factor.delete(index);
      return without(matrix, index);
    }
    double[] change = Arrays.copyOf(v, n);
    if (kind < 0.7) {
      Arrays.fill(change, 0, draws.below(n, 2_000 + i), 0);
    }
    if (kind < 0.8) {
      factor.update(change);
      return plus(matrix, change, 1);
    }
    Arrays.setAll(change, j -> change[j] * 0.2);
    return factor.downdate(change) ? plus(matrix, change, -1) : matrix;
  }

  private static DMatrixRMaj grown(DMatrixRMaj matrix, double[] row) {
    int n = matrix.numRows;
    var grown = new DMatrixRMaj(n + 1, n + 1);
    CommonOps_DDRM.insert(matrix, grown, 0, 0);
    for (int i = 0; i <= n; i++) {
      grown.set(i, n, row[i]);
      grown.set(n, i, row[i]);
    }
    return grown;
  }

  private static DMatrixRMaj without(DMatrixRMaj matrix, int index) {
    int n = matrix.numRows - 1;
    var left = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        left.set(i, j, matrix.get(i < index ? i : i + 1, j < index ? j : j + 1));
      }
    }
    return left;
  }

  private static DMatrixRMaj plus(DMatrixRMaj matrix, double[] v, double sign) {
    DMatrixRMaj sum = matrix.copy();
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        sum.add(i, j, sign * v[i] * v[j]);
      }
    }
    return sum;
  }
}
