package dev.thaw.workers.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The objects of a bucket below a prefix, by their names behind it. Whatever goes wrong is an
 * {@link IOException} that names the object and says what the server or the network said.
 */
final class Bucket {

  private static final Logger log = LoggerFactory.getLogger(Bucket.class);
  private static final String BINARY = "application/octet-stream";
  // Amazon takes 10 000 parts; the last ones are for rounding.
  private static final long MAX_PARTS = 9_900;

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final long partBytes;

  Bucket(S3Client client, String bucket, String prefix, long partBytes) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.partBytes = partBytes;
  }

  /** The URI of an object, for people. */
  String uri(String name) {
    return "s3://%s/%s%s".formatted(bucket, prefix, name);
  }

  /** A small object's text, in UTF-8; null if there is none of this name. */
  @Nullable String text(String name) throws IOException {
    return call(
        "read",
        name,
        () -> {
          try {
            return client.getObjectAsBytes(r -> r.bucket(bucket).key(prefix + name)).asUtf8String();
          } catch (NoSuchKeyException e) {
            return null;
          }
        });
  }

  /**
   * Writes an object into a file that does not exist.
   *
   * @throws NoSuchFileException if there is no object of this name
   */
  void get(String name, Path target) throws IOException {
    Boolean found =
        call(
            "read",
            name,
            () -> {
              try {
                client.getObject(
                    r -> r.bucket(bucket).key(prefix + name), ResponseTransformer.toFile(target));
                return true;
              } catch (NoSuchKeyException e) {
                return false;
              }
            });
    if (!Boolean.TRUE.equals(found)) {
      throw new NoSuchFileException(name.substring(name.lastIndexOf('/') + 1));
    }
  }

  void put(String name, String text) throws IOException {
    call(
        "write",
        name,
        () ->
            client.putObject(
                r -> r.bucket(bucket).key(prefix + name), RequestBody.fromString(text)));
  }

  /** Sends a file, read from the disk as it is sent; a large one in parts. */
  void put(String name, Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > partBytes) {
      putParts(name, file, bytes);
    } else {
      call(
          "write",
          name,
          () ->
              client.putObject(
                  r -> r.bucket(bucket).key(prefix + name), RequestBody.fromFile(file)));
    }
  }

  private void putParts(String name, Path file, long bytes) throws IOException {
    String upload =
        call(
            "write",
            name,
            () ->
                client.createMultipartUpload(r -> r.bucket(bucket).key(prefix + name)).uploadId());
    try {
      List<CompletedPart> parts = new ArrayList<>();
      long size = Math.max(partBytes, bytes / MAX_PARTS + 1);
      for (long start = 0; start < bytes; start += size) {
        parts.add(part(name, upload, file, parts.size() + 1, start, Math.min(size, bytes - start)));
      }
      call(
          "write",
          name,
          () ->
              client.completeMultipartUpload(
                  r ->
                      r.bucket(bucket)
                          .key(prefix + name)
                          .uploadId(upload)
                          .multipartUpload(m -> m.parts(parts))));
    } catch (IOException | RuntimeException e) {
      abort(prefix + name, upload);
      throw e;
    }
  }

  private CompletedPart part(
      String name, String upload, Path file, int number, long start, long length)
      throws IOException {
    var body = RequestBody.fromContentProvider(() -> region(file, start, length), length, BINARY);
    return call(
        "write",
        name,
        () -> {
          var sent =
              client.uploadPart(
                  r ->
                      r.bucket(bucket)
                          .key(prefix + name)
                          .uploadId(upload)
                          .partNumber(number)
                          .contentLength(length),
                  body);
          return CompletedPart.builder()
              .partNumber(number)
              .eTag(sent.eTag())
              .checksumCRC32(sent.checksumCRC32())
              .build();
        });
  }

  /** A part of a file; a part that is sent again is read again. */
  private static InputStream region(Path file, long start, long length) {
    try {
      return new Region(Channels.newInputStream(FileChannel.open(file).position(start)), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void abort(String key, String upload) {
    try {
      client.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      log.warn(
          "An upload of {} was not taken back; the bucket may go on counting its parts", key, e);
    }
  }

  /** Takes back what was sent in parts and never completed, where the server can list such. */
  void abortUploads() {
    try {
      client
          .listMultipartUploadsPaginator(r -> r.bucket(bucket).prefix(prefix))
          .uploads()
          .forEach(upload -> abort(upload.key(), upload.uploadId()));
    } catch (SdkException e) {
      log.info("{} does not list its unfinished uploads: {}", uri(""), e.getMessage());
    }
  }

  /** Deletes an object; one that is not there is fine. */
  void delete(String name) throws IOException {
    call("delete", name, () -> client.deleteObject(r -> r.bucket(bucket).key(prefix + name)));
  }

  /** The sizes of all objects whose names begin with a text, by name. */
  SortedMap<String, Long> list(String start) throws IOException {
    return call(
        "list",
        start,
        () -> {
          SortedMap<String, Long> found = new TreeMap<>();
          client
              .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix + start))
              .contents()
              .forEach(object -> found.put(object.key().substring(prefix.length()), object.size()));
          return found;
        });
  }

  void close() {
    client.close();
  }

  private <T extends @Nullable Object> T call(String doing, String name, Supplier<T> request)
      throws IOException {
    try {
      return request.get();
    } catch (SdkException | UncheckedIOException e) {
      throw new IOException(
          "Could not %s %s: %s\nMaybe look at AWS_ENDPOINT_URL, the credentials, and whether the bucket exists."
              .formatted(doing, uri(name), e.getMessage()),
          e);
    }
  }

  /** The first bytes of a stream. */
  private static final class Region extends FilterInputStream {
    private long left;

    Region(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? super.read() : -1;
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
