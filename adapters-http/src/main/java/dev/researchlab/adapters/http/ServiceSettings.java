package dev.researchlab.adapters.http;

import java.net.InetAddress;
import java.time.Duration;

/**
 * How the service listens.
 *
 * @param port 0 for any free one
 * @param maxBody the longest JSON body, in bytes
 * @param maxUpload the longest upload, in bytes
 * @param maxConnections how many clients may be connected at once
 * @param grace how long requests may go on after the end was asked for
 */
public record ServiceSettings(
    InetAddress address,
    int port,
    int maxBody,
    long maxUpload,
    int maxConnections,
    Duration grace) {

  /** On the loopback interface, with limits that fit one machine. */
  public static ServiceSettings loopback(int port) {
    return new ServiceSettings(
        InetAddress.getLoopbackAddress(), port, 16 << 20, 4L << 30, 20_000, Duration.ofSeconds(20));
  }

  /** The same on another address. */
  public ServiceSettings on(InetAddress other) {
    return new ServiceSettings(other, port, maxBody, maxUpload, maxConnections, grace);
  }
}
