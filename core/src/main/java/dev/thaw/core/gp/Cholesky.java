package dev.thaw.core.gp;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * The Cholesky factor L of a symmetric positive definite matrix A + jitter I = L Lᵀ, which grows,
 * shrinks and turns with A.
 *
 * <p>With n rows: solving, appending, deleting and changes of rank one take O(n²); factoring and
 * inverting take O(n³). Not thread-safe; {@link #copy} is cheap beside any factorisation.
 *
 * <p>Each column of L is an array of its own, indexed by row, with room for more rows. So almost
 * every inner loop is {@code y[i] += a x[i]} over two arrays with one index, which HotSpot turns
 * into vector instructions; it does not do so for two stretches of one array, nor for sums.
 *
 * <p>Sources: Golub and Van Loan, "Matrix Computations", 4th edition, 4.2 and 6.5.4; Dongarra,
 * Moler, Bunch and Stewart, "LINPACK Users' Guide" (1979), chapter 10, for the downdate.
 */
public final class Cholesky {
  private static final double FIRST_JITTER = 1e-10;
  private static final double LAST_JITTER = 1e-4;

  /** A pivot below this share of its diagonal entry is rounding error. */
  private static final double SMALLEST_PIVOT = 1e-14;

  /** Columns that are applied together: 32 columns of 1,000 rows stay in a second-level cache. */
  private static final int PANEL = 32;

  /** {@code columns[k][i]} is L_ik for i at least k; what lies above is never read. */
  private double[][] columns;

  private int size;
  private final double jitter;

  private Cholesky(int capacity, double jitter) {
    columns = new double[capacity][capacity];
    this.jitter = jitter;
  }

  /** Returns the factor of the matrix without rows, with room for {@code capacity} rows. */
  public static Cholesky empty(int capacity) {
    return new Cholesky(Math.max(1, capacity), 0);
  }

  /**
   * Returns the factor of a matrix with the least jitter it needs: none, or 1e-10 times its mean
   * diagonal entry, or ten times more up to 1e-4. Empty if none of them makes it positive definite,
   * as with any entry that is not finite.
   *
   * @param matrix n x n, of which only the upper triangle is read
   */
  public static Optional<Cholesky> factor(DMatrixRMaj matrix) {
    double mean = meanDiagonal(matrix);
    Optional<Cholesky> factor = factor(matrix, 0);
    for (double share = FIRST_JITTER;
        factor.isEmpty() && mean > 0 && mean < Double.POSITIVE_INFINITY && share < 2 * LAST_JITTER;
        share *= 10) {
      factor = factor(matrix, share * mean);
    }
    return factor;
  }

  /** Returns the factor of a matrix with exactly this jitter, or empty, as {@link #factor}. */
  public static Optional<Cholesky> factor(DMatrixRMaj matrix, double jitter) {
    int n = square(matrix);
    var factor = new Cholesky(n + n / 4 + 4, jitter);
    factor.size = n;
    for (int k = 0; k < n; k++) {
      System.arraycopy(matrix.data, k * n + k, factor.columns[k], k, n - k);
      factor.columns[k][k] += jitter;
    }
    return factor.eliminate() ? Optional.of(factor) : Optional.empty();
  }

  private static int square(DMatrixRMaj matrix) {
    if (matrix.numRows != matrix.numCols) {
      throw new IllegalArgumentException(
          "matrix (%d x %d) must be square.".formatted(matrix.numRows, matrix.numCols));
    }
    return matrix.numRows;
  }

  private static double meanDiagonal(DMatrixRMaj matrix) {
    double sum = 0;
    for (int i = 0; i < square(matrix); i++) {
      sum += matrix.unsafe_get(i, i);
    }
    return sum / matrix.numRows;
  }

  /** Right-looking elimination by panels. */
  private boolean eliminate() {
    double[] diagonal = new double[size];
    for (int k = 0; k < size; k++) {
      diagonal[k] = columns[k][k];
    }
    for (int panel = 0; panel < size; panel += PANEL) {
      int end = Math.min(panel + PANEL, size);
      for (int k = panel; k < size; k++) {
        int known = Math.min(k, end);
        Vectors.subtract(columns[k], columns, k, columns, panel, known, k, size);
        if (k < end && !divideByPivot(k, diagonal[k])) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean divideByPivot(int k, double diagonal) {
    double[] column = columns[k];
    if (!isPivot(column[k], diagonal)) {
      return false;
    }
    double root = Math.sqrt(column[k]);
    column[k] = root;
    Vectors.divide(column, root, k + 1, size);
    return true;
  }

  /** Whether a squared pivot is more than rounding error; false for NaN. */
  private static boolean isPivot(double pivot, double diagonal) {
    return pivot > SMALLEST_PIVOT * diagonal && pivot > 0 && pivot < Double.POSITIVE_INFINITY;
  }

  /** Returns the number n of rows. */
  public int size() {
    return size;
  }

  /** Returns what was added to every diagonal entry, zero for a well-conditioned matrix. */
  public double jitter() {
    return jitter;
  }

  /** Returns L_ij for {@code column} at most {@code row}, both below {@link #size}. */
  public double get(int row, int column) {
    return columns[column][row];
  }

  /** Returns ln |A + jitter I|. */
  public double logDeterminant() {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += StrictMath.log(columns[k][k]);
    }
    return 2 * sum;
  }

  /** Returns an independent factor of the same matrix. */
  public Cholesky copy() {
    var copy = new Cholesky(0, jitter);
    copy.columns = new double[columns.length][];
    for (int k = 0; k < columns.length; k++) {
      copy.columns[k] = columns[k].clone();
    }
    copy.size = size;
    return copy;
  }

  /**
   * Appends a last row and column to A. The same jitter is added to its diagonal entry.
   *
   * @param row the new last row of A: n + 1 entries, the diagonal one last
   * @return whether A stays positive definite; otherwise nothing has changed
   */
  public boolean append(double[] row) {
    checkLength(row, size + 1);
    double[] solved = Arrays.copyOf(row, size);
    forwardSolve(solved);
    double diagonal = row[size] + jitter;
    double pivot = diagonal - Vectors.dot(solved, solved, 0, size);
    if (!isPivot(pivot, diagonal)) {
      return false;
    }
    reserve(size + 1);
    for (int k = 0; k < size; k++) {
      columns[k][size] = solved[k];
    }
    columns[size][size] = Math.sqrt(pivot);
    size++;
    return true;
  }

  private void reserve(int rows) {
    if (rows > columns.length) {
      int capacity = Math.max(rows, columns.length + columns.length / 2 + 4);
      int old = columns.length;
      columns = Arrays.copyOf(columns, capacity);
      for (int k = 0; k < capacity; k++) {
        columns[k] = k < old ? Arrays.copyOf(columns[k], capacity) : new double[capacity];
      }
    }
  }

  /** Deletes a row and its column from A. What lies below turns by an update of rank one. */
  public void delete(int index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index (%d) must be a row of %d.".formatted(index, size));
    }
    double[] removed = columns[index];
    for (int k = 0; k < index; k++) {
      System.arraycopy(columns[k], index + 1, columns[k], index, size - index - 1);
    }
    for (int k = index + 1; k < size; k++) {
      System.arraycopy(columns[k], k, columns[k], k - 1, size - k);
      columns[k - 1] = columns[k];
    }
    columns[size - 1] = removed;
    size--;
    double[] trailing = new double[size];
    System.arraycopy(removed, index + 1, trailing, index, size - index);
    rotateIn(trailing, index);
  }

  /**
   * Turns A into A + v vᵀ by Givens rotations. Leading zeros of v cost nothing.
   *
   * @param v n finite entries, left unchanged
   */
  public void update(double[] v) {
    checkLength(v, size);
    rotateIn(v.clone(), 0);
  }

  private void rotateIn(double[] v, int from) {
    for (int k = from; k < size; k++) {
      if (v[k] != 0) {
        double[] column = columns[k];
        double radius = Math.sqrt(column[k] * column[k] + v[k] * v[k]);
        double cosine = column[k] / radius;
        double sine = v[k] / radius;
        column[k] = radius;
        Vectors.rotate(column, v, cosine, sine, k + 1, size);
      }
    }
  }

  /**
   * Turns A into A - v vᵀ by Givens rotations.
   *
   * @param v n entries, left unchanged
   * @return whether A stays safely positive definite: its determinant keeps more than 1e-10 of its
   *     value; otherwise (also if v is not finite) nothing has changed
   */
  public boolean downdate(double[] v) {
    checkLength(v, size);
    double[] sines = v.clone();
    forwardSolve(sines);
    double left = 1 - Vectors.dot(sines, sines, 0, size);
    if (!(left > 1e-10)) {
      return false;
    }
    double radius = Math.sqrt(left);
    double[] carried = new double[size];
    for (int k = size - 1; k >= 0; k--) {
      if (sines[k] != 0) {
        double next = Math.sqrt(radius * radius + sines[k] * sines[k]);
        Vectors.rotate(columns[k], carried, radius / next, -sines[k] / next, k, size);
        radius = next;
      }
    }
    return true;
  }

  /** Replaces b by L⁻¹ b. Entries after the first n are left alone. */
  public void forwardSolve(double[] b) {
    for (int k = 0; k < size; k++) {
      if (b[k] != 0) {
        b[k] /= columns[k][k];
        Vectors.subtract(b, b[k], columns[k], k + 1, size);
      }
    }
  }

  /** Replaces b by L⁻ᵀ b. Entries after the first n are left alone. */
  public void backwardSolve(double[] b) {
    for (int k = size - 1; k >= 0; k--) {
      b[k] = (b[k] - Vectors.dot(columns[k], b, k + 1, size)) / columns[k][k];
    }
  }

  /** Replaces b by (A + jitter I)⁻¹ b. Entries after the first n are left alone. */
  public void solve(double[] b) {
    forwardSolve(b);
    backwardSolve(b);
  }

  /**
   * Replaces B by L⁻¹ B for many right-hand sides.
   *
   * @param rows the n rows of B, each an array of its own and all of one length
   */
  public void forwardSolve(double[][] rows) {
    forwardSolve(rows, false);
  }

  /** Solves; if B is lower triangular, without touching what is zero above its diagonal. */
  private void forwardSolve(double[][] rows, boolean isLower) {
    for (int panel = 0; panel < size; panel += PANEL) {
      int end = Math.min(panel + PANEL, size);
      int width = isLower ? end : rows[0].length;
      for (int i = panel; i < size; i++) {
        Vectors.subtract(rows[i], columns, i, rows, panel, Math.min(i, end), 0, width);
        if (i < end) {
          Vectors.divide(rows[i], columns[i][i], 0, width);
        }
      }
    }
  }

  /** Returns (A + jitter I)⁻¹ = L⁻ᵀ L⁻¹, symmetric to the last bit. */
  public DMatrixRMaj inverse() {
    double[][] root = new double[size][size];
    for (int i = 0; i < size; i++) {
      root[i][i] = 1;
    }
    forwardSolve(root, true);
    double[][] negative = new double[size][size];
    for (int panel = 0; panel < size; panel += PANEL) {
      int end = Math.min(panel + PANEL, size);
      for (int i = 0; i < end; i++) {
        Vectors.subtract(negative[i], root, i, root, Math.max(panel, i), end, 0, i + 1);
      }
    }
    return mirrored(negative);
  }

  private static DMatrixRMaj mirrored(double[][] negative) {
    var matrix = new DMatrixRMaj(negative.length, negative.length);
    for (int i = 0; i < negative.length; i++) {
      for (int j = 0; j <= i; j++) {
        matrix.unsafe_set(i, j, -negative[i][j]);
        matrix.unsafe_set(j, i, -negative[i][j]);
      }
    }
    return matrix;
  }

  private static void checkLength(double[] vector, int length) {
    if (vector.length != length) {
      throw new IllegalArgumentException(
          "The vector has %d entries and must have %d.".formatted(vector.length, length));
    }
  }
}
