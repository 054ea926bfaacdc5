package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kind of checkpoint store, for URIs of one scheme. Kinds are found by {@link ServiceLoader}: to
 * add one, name it in {@code META-INF/services/dev.thaw.workers.checkpoint.CheckpointStores}.
 */
public interface CheckpointStores {

  /** The scheme of the URIs that it is for, in lower case, such as {@code s3}. */
  String scheme();

  /**
   * The store at a place. Need not be reached yet.
   *
   * @param root what all names begin with; has this scheme, and ends with a slash
   * @param local a folder on this machine for copies, which the store has for itself
   * @throws IllegalArgumentException if the URI is not one that this kind understands
   */
  CheckpointStore open(URI root, Path local);

  /**
   * The store of a study, claimed for it.
   *
   * @param where the folder or URI below which the study's own place lies, under the study's name;
   *     null for the study's own folder
   * @param study the study's name
   * @param own where the checkpoints lie in the study's own folder
   * @throws IllegalArgumentException if there is no such kind of store, or the place is not one
   * @throws IOException if the place belongs to another study, or cannot be reached
   */
  static CheckpointStore of(@Nullable String where, String study, Path own) throws IOException {
    if (where == null) {
      return new FolderCheckpoints(own);
    }
    CheckpointStore store = at(where, study, own);
    try {
      store.claim(Ownership.of(own));
      return store;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Where the checkpoints of a study lie, as {@link CheckpointStore#location} says; nothing is
   * opened.
   *
   * @param where the folder or URI below which they lie; null for the study's own folder
   * @param own where they lie in that folder
   */
  static String location(@Nullable String where, String study, Path own) {
    if (where == null) {
      return own.toString();
    }
    URI place = place(where, study);
    return "file".equals(place.getScheme()) ? Path.of(place).toString() : place.toString();
  }

  /** Where one checkpoint lies, given where all of them do. */
  static String location(String all, int trial, CheckpointRef checkpoint) {
    String separator = all.endsWith("/") ? "" : "/";
    return all + separator + FolderName.ofTrial(trial) + "/" + FolderName.of(checkpoint);
  }

  /** The place of a study, which ends with a slash. */
  private static URI place(String where, String study) {
    String below = URLEncoder.encode(study, StandardCharsets.UTF_8) + "/";
    URI uri = where.startsWith("/") ? Path.of(where).toUri() : URI.create(where);
    String folder = uri.toString();
    return URI.create(folder + (folder.endsWith("/") ? below : "/" + below));
  }

  private static CheckpointStore at(String where, String study, Path own) {
    URI uri = place(where, study);
    if ("file".equals(uri.getScheme())) {
      return new FolderCheckpoints(Path.of(uri));
    }
    Map<String, CheckpointStores> kinds = new TreeMap<>();
    ServiceLoader.load(CheckpointStores.class).forEach(kind -> kinds.put(kind.scheme(), kind));
    CheckpointStores kind = kinds.get(String.valueOf(uri.getScheme()));
    if (kind == null) {
      throw new IllegalArgumentException(
          "checkpoints.store (%s) must be an absolute folder, or a URI with one of the schemes file, %s.\nMaybe a jar is missing from THAW_CLASSPATH."
              .formatted(where, String.join(", ", kinds.keySet())));
    }
    return kind.open(uri, own);
  }
}
