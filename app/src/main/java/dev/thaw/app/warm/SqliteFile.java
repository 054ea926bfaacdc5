package dev.thaw.app.warm;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole tables of an SQLite 3 database, which nobody writes meanwhile. No SQL, no indexes, no
 * write-ahead log and no tables without row ids. Source: "Database File Format", sqlite.org,
 * sections 1.3 (header), 1.6 (b-trees), 1.6.2 (overflow) and 2.1 (records).
 */
final class SqliteFile implements AutoCloseable {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int INTERIOR = 5;
  private static final int LEAF = 13;
  private static final int PAYLOAD_MAX = 64 << 20;

  /** Trees of as many pages as there can be are not nearly so deep. */
  private static final int DEPTH_MAX = 40;

  private final Path path;
  private final FileChannel file;
  private final int pageSize;
  private final int usable;
  private final Charset charset;
  private final Map<String, Table> tables = new LinkedHashMap<>();

  private record Table(int root, List<Columns.Column> columns) {}

  private SqliteFile(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    ByteBuffer header = bytes(0, HEADER);
    for (byte expected : MAGIC) {
      if (header.get() != expected) {
        throw damaged("it does not begin as one");
      }
    }
    int size = header.getShort(16) & 0xFFFF;
    pageSize = size == 1 ? 65_536 : size;
    usable = pageSize - (header.get(20) & 0xFF);
    if (Integer.bitCount(pageSize) != 1 || usable < 480) {
      throw damaged("its pages are of %d bytes".formatted(pageSize));
    }
    charset =
        switch (header.getInt(56)) {
          case 2 -> StandardCharsets.UTF_16LE;
          case 3 -> StandardCharsets.UTF_16BE;
          default -> StandardCharsets.UTF_8;
        };
  }

  /** Whether a file begins as an SQLite database does. */
  static boolean isOne(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * Opens a database.
   *
   * @throws IOException if it is none, or is being written, or was not closed
   */
  static SqliteFile open(Path path) throws IOException {
    for (String suffix : new String[] {"-wal", "-journal"}) {
      Path beside = path.resolveSibling(path.getFileName() + suffix);
      if (Files.exists(beside) && Files.size(beside) > 0) {
        throw new IOException(
            "%s is in use, or was not closed: %s lies beside it.\nMaybe end who writes it, and try again."
                .formatted(path, beside.getFileName()));
      }
    }
    FileChannel file = FileChannel.open(path);
    try {
      var database = new SqliteFile(path, file);
      database.readSchema();
      return database;
    } catch (IOException | RuntimeException unusable) {
      file.close();
      throw unusable;
    }
  }

  private void readSchema() throws IOException {
    forEach(
        1,
        (cells, row) -> {
          if (cells.size() == 5
              && "table".equals(cells.getFirst())
              && cells.get(3) instanceof Long root
              && cells.get(4) instanceof String sql) {
            tables.put(String.valueOf(cells.get(1)), new Table(root.intValue(), Columns.of(sql)));
          }
        });
  }

  /** Whether there is a table of this name. */
  boolean has(String table) {
    return tables.containsKey(table);
  }

  /**
   * All rows of a table, by row id: numbers as Long or Double, texts, bytes, or null; a column that
   * a row was written without is null.
   *
   * @throws IOException if there is no such table, or the file is damaged
   */
  List<Map<String, @Nullable Object>> rows(String table) throws IOException {
    Table known = tables.get(table);
    if (known == null) {
      throw damaged("there is no table " + table);
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    forEach(
        known.root,
        (cells, id) -> {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          for (int i = 0; i < known.columns.size(); i++) {
            Columns.Column column = known.columns.get(i);
            Object cell = i < cells.size() ? cells.get(i) : null;
            row.put(column.name(), cell == null && column.isKey() ? (Long) id : cell);
          }
          rows.add(row);
        });
    return rows;
  }

  private void forEach(int root, ObjLongConsumer<List<@Nullable Object>> sink) throws IOException {
    try {
      walk(root, 1, new HashSet<>(), sink);
    } catch (IndexOutOfBoundsException
        | BufferUnderflowException
        | IllegalArgumentException beyond) {
      throw damaged("something points beyond a page");
    }
  }

  private void walk(
      int page, int depth, Set<Integer> seen, ObjLongConsumer<List<@Nullable Object>> sink)
      throws IOException {
    meet(page, seen);
    if (depth > DEPTH_MAX) {
      throw damaged("a tree is more than %d pages deep".formatted(DEPTH_MAX));
    }
    ByteBuffer bytes = page(page);
    int start = page == 1 ? HEADER : 0;
    int type = bytes.get(start);
    int cells = bytes.getShort(start + 3) & 0xFFFF;
    if (type != INTERIOR && type != LEAF) {
      throw damaged("page %d (%d) is not one of a table".formatted(page, type));
    }
    int pointers = start + (type == LEAF ? 8 : 12);
    for (int i = 0; i < cells; i++) {
      bytes.position(bytes.getShort(pointers + 2 * i) & 0xFFFF);
      if (type == INTERIOR) {
        walk(bytes.getInt(), depth + 1, seen, sink);
      } else {
        long size = varint(bytes);
        long row = varint(bytes);
        sink.accept(record(payload(bytes, size, seen)), row);
      }
    }
    if (type == INTERIOR) {
      walk(bytes.getInt(start + 8), depth + 1, seen, sink);
    }
  }

  private void meet(int page, Set<Integer> seen) throws IOException {
    if (!seen.add(page)) {
      throw damaged("page %d is in a tree twice".formatted(page));
    }
  }

  /** What a cell holds here, and on the pages where it goes on. */
  private ByteBuffer payload(ByteBuffer page, long size, Set<Integer> seen) throws IOException {
    if (size < 0 || size > Math.min(PAYLOAD_MAX, file.size())) {
      throw damaged("a row takes %d bytes".formatted(size));
    }
    int most = usable - 35;
    int least = (usable - 12) * 32 / 255 - 23;
    int split = least + (int) ((size - least) % (usable - 4));
    int here = size <= most ? (int) size : split <= most ? split : least;
    byte[] all = new byte[(int) size];
    page.get(all, 0, here);
    int done = here;
    int next = done < all.length ? page.getInt() : 0;
    while (done < all.length) {
      meet(next, seen);
      ByteBuffer more = page(next);
      next = more.getInt();
      int part = Math.min(all.length - done, usable - 4);
      more.get(all, done, part);
      done += part;
    }
    return ByteBuffer.wrap(all);
  }

  private List<@Nullable Object> record(ByteBuffer payload) {
    List<@Nullable Object> cells = new ArrayList<>();
    int start = payload.position();
    long end = start + varint(payload);
    ByteBuffer values = payload.duplicate().position((int) end);
    while (payload.position() < end) {
      cells.add(value(varint(payload), values));
    }
    return cells;
  }

  private @Nullable Object value(long type, ByteBuffer values) {
    return switch ((int) Math.min(type, 12)) {
      case 0 -> null;
      case 1, 2, 3, 4 -> whole(values, (int) type);
      case 5 -> whole(values, 6);
      case 6 -> values.getLong();
      case 7 -> values.getDouble();
      case 8 -> 0L;
      case 9 -> 1L;
      default -> {
        long length = (type - 12) / 2;
        if (type < 12 || length > values.remaining()) {
          throw new IllegalArgumentException("a value goes beyond its row");
        }
        byte[] bytes = new byte[(int) length];
        values.get(bytes);
        yield type % 2 == 0 ? bytes : new String(bytes, charset);
      }
    };
  }

  /** A signed number, the highest byte first. */
  private static Long whole(ByteBuffer values, int bytes) {
    long number = values.get();
    for (int i = 1; i < bytes; i++) {
      number = number << 8 | (values.get() & 0xFF);
    }
    return number;
  }

  private static long varint(ByteBuffer bytes) {
    long number = 0;
    for (int i = 0; i < 8; i++) {
      byte next = bytes.get();
      number = number << 7 | (next & 0x7F);
      if (next >= 0) {
        return number;
      }
    }
    return number << 8 | (bytes.get() & 0xFF);
  }

  private ByteBuffer page(int number) throws IOException {
    if (number < 1) {
      throw damaged("there is no page %d".formatted(number));
    }
    return bytes((number - 1L) * pageSize, pageSize);
  }

  private ByteBuffer bytes(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw damaged("it ends too early");
      }
    }
    return bytes.flip();
  }

  private IOException damaged(String why) {
    return new IOException(
        "%s is not an SQLite database that can be read: %s.".formatted(path, why));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
