package dev.thaw.app.certificates;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node that gets a certificate.
 *
 * @param name the name of its folder
 * @param addresses the host names and IP addresses at which other nodes reach it, at least one; a
 *     host name may begin with {@code *.}
 */
public record NodeName(String name, List<String> addresses) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]*");
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");
  private static final Pattern IP_V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IP_V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  public NodeName {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads a node as it is written on a command line: {@code gpu-1}, or {@code
   * gpu-1=gpu-1.example.org,10.0.0.1} if it is reached at other addresses than its name.
   *
   * @throws BadCertificatesException if it is not written so
   */
  public static NodeName parse(String text) {
    String[] parts = text.split("=", 2);
    String name = parts[0];
    List<String> addresses = List.of((parts.length == 2 ? parts[1] : name).split(",", -1));
    if (!NAME.matcher(name).matches() || name.equals(Certificates.AUTHORITY)) {
      throw new BadCertificatesException(
          "name (%s) of a node must consist of letters, digits, dots, colons and hyphens, and not be %s.\nMaybe say: gpu-1=%s"
              .formatted(name, Certificates.AUTHORITY, String.join(",", addresses)));
    }
    for (String address : addresses) {
      if (!isIp(address) && !HOST.matcher(address).matches()) {
        throw new BadCertificatesException(
            "address (%s) of node %s must be a host name or an IP address.\nMaybe say: %s=%s.example.org,10.0.0.1"
                .formatted(address, name, name, name));
      }
    }
    return new NodeName(name, addresses);
  }

  private static boolean isIp(String address) {
    return IP_V4.matcher(address).matches() || IP_V6.matcher(address).matches();
  }

  /** The addresses as keytool wants them: {@code san=dns:gpu-1,ip:10.0.0.1}. */
  String alternativeNames() {
    Stream<String> all = addresses.stream().map(a -> (isIp(a) ? "ip:" : "dns:") + a);
    return all.collect(Collectors.joining(",", "san=", ""));
  }
}
