package dev.researchlab.adapters.http;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the service listens.
 *
 * @param port 0 for any free one
 * @param adminPort of health and figures, 0 for any free one, null for none of their own
 * @param keysNeeded whether requests are let in by API keys alone
 * @param maxBody the longest JSON body, in bytes
 * @param maxUpload the longest upload, in bytes
 * @param maxConnections how many clients may be connected at once; fewer than the process may open
 *     files
 * @param requestTimeout how long the service waits for the headers of a request, and for each next
 *     part of its body or of a client that reads; twice as long for the next request
 * @param grace how long requests may go on after the end was asked for
 */
public record ServiceSettings(
    InetAddress address,
    int port,
    @Nullable Integer adminPort,
    boolean keysNeeded,
    int maxBody,
    long maxUpload,
    int maxConnections,
    Duration requestTimeout,
    Duration grace) {}
