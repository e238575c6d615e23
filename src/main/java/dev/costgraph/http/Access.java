package dev.costgraph.http;

import dev.costgraph.Limits;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this process. Its creation fails where they do not protect the address; a singleton
 * and not a proxy, so that it is created with the {@link Gate}, before the port opens.
 */
@Singleton
class Access {

  private static final String SCHEME = "Bearer ";

  private final Optional<byte[]> token;
  private final Optional<byte[]> readToken;

  Access(
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "costgraph.token") Optional<String> token,
      @ConfigProperty(name = "costgraph.read-token") Optional<String> readToken) {
    this.token = token.map(Access::bytes);
    this.readToken = readToken.map(Access::bytes);
    requireLong("COSTGRAPH_TOKEN", token);
    requireLong("COSTGRAPH_READ_TOKEN", readToken);
    if (readToken.isPresent() && token.isEmpty()) {
      throw new UnsafeSettings("COSTGRAPH_READ_TOKEN is set without COSTGRAPH_TOKEN: set both");
    }
    if (token.isPresent() && token.equals(readToken)) {
      throw new UnsafeSettings("COSTGRAPH_READ_TOKEN equals COSTGRAPH_TOKEN: it would also write");
    }
    if (token.isEmpty() && !isLoopback(host)) {
      throw new UnsafeSettings(
          ("quarkus.http.host is %s, which other machines can reach, and COSTGRAPH_TOKEN is not"
                  + " set. Set COSTGRAPH_TOKEN to at least %d characters (openssl rand -hex 32),"
                  + " or QUARKUS_HTTP_HOST to 127.0.0.1")
              .formatted(host, Limits.TOKEN_CHARS_MIN));
    }
  }

  /**
   * {@return what the caller may do}
   *
   * @param authorization as sent, {@code Bearer <token>}; null where none was sent
   */
  Role roleOf(@Nullable String authorization) {
    if (token.isEmpty()) {
      return Role.WRITER;
    }
    if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, 7)) {
      return Role.NONE;
    }
    byte[] sent = bytes(authorization.substring(SCHEME.length()).strip());
    // isEqual takes the same time wherever the texts differ, and both are always compared
    boolean writes = MessageDigest.isEqual(token.get(), sent);
    boolean reads = readToken.isPresent() && MessageDigest.isEqual(readToken.get(), sent);
    return writes ? Role.WRITER : reads ? Role.READER : Role.NONE;
  }

  /** {@return whether only this machine reaches the address; false for a name nobody knows} */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static void requireLong(String setting, Optional<String> value) {
    if (value.isPresent() && value.get().length() < Limits.TOKEN_CHARS_MIN) {
      throw new UnsafeSettings(
          "%s has %d characters, fewer than %d; generate one with: openssl rand -hex 32"
              .formatted(setting, value.get().length(), Limits.TOKEN_CHARS_MIN));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The service must not start like this; the message names the setting and the way out. */
  static final class UnsafeSettings extends RuntimeException {
    UnsafeSettings(String message) {
      super(message);
    }
  }
}
