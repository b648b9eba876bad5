package dev.researchlab.adapters.llm.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The client's own TLS, with the certificates read when a connection needs them: reading is slow.
 */
final class TlsOnFirstUse implements TlsSocketStrategy {

  private static final class Holder {
    static final TlsSocketStrategy TLS = DefaultClientTlsStrategy.createDefault();
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return Holder.TLS.upgrade(socket, target, port, attachment, context);
  }
}
