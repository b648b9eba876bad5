package dev.researchlab.adapters.llm.http;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections of a model. */
final class Connections {

  /** As many as a lab may have trials in flight. */
  private static final int MAX_CONNECTIONS = 100_000;

  /** Small, because each connection has two of them. */
  private static final int BUFFER_BYTES = 4 * 1024;

  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_HEADERS = 1_000;

  private Connections() {}

  /**
   * Connections that are used again, the latest first, so that those too many grow idle and close.
   * No time-out is set on reading: the deadline of the whole call closes the connection.
   */
  static PoolingHttpClientConnectionManager pool(Duration connectTimeout) {
    Http1Config protocol =
        Http1Config.custom()
            .setBufferSize(BUFFER_BYTES)
            .setMaxLineLength(MAX_HEADER_BYTES)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(protocol)
                // The client's own parser skips whatever stands before the next status line.
                .responseParserFactory(new DefaultHttpResponseParserFactory(protocol))
                .build())
        .setTlsSocketStrategy(new TlsOnFirstUse())
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setConnPoolPolicy(PoolReusePolicy.LIFO)
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setDefaultSocketConfig(
            SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.DISABLED).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connectTimeout))
                // Looking whether the provider closed it costs a millisecond: not for busy ones.
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .build())
        .build();
  }
}
