package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelSpecification;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/** Says of which kind the failure of a call is, and puts it into words for people. */
record Failures(
    ModelSpecification specification, Endpoint endpoint, OneLine oneLine, InstantSource clock) {

  private static final int NOT_FOUND = 404;

  /** The provider answered with another status than success. */
  Failure refused(HttpResponse response, byte[] body) {
    int status = response.getCode();
    ProviderError error = ProviderError.parse(body);
    CallFailure kind = error.kind(status);
    @Nullable Duration retryAfter =
        kind == CallFailure.RATE_LIMIT || kind == CallFailure.OVERLOAD
            ? RetryAfter.of(response, clock.instant())
            : null;
    return new Failure(
        kind,
        explanation(kind, response) + words(error, body),
        status,
        retryAfter,
        Quotas.of(response, clock));
  }

  /** The provider answered with success, and then with an error in the stream. */
  Failure stopped(HttpResponse response, byte[] event) {
    ProviderError error = ProviderError.parse(event);
    String message = endpoint.base() + " ended its answer with an error" + words(error, event);
    return new Failure(
        error.kindInStream(), message, response.getCode(), null, Quotas.of(response, clock));
  }

  private String words(ProviderError error, byte[] body) {
    String said = error.message().isBlank() ? oneLine.of(body) : oneLine.of(error.message());
    return said.isEmpty() ? "" : ": " + said;
  }

  private String explanation(CallFailure kind, HttpResponse response) {
    int status = response.getCode();
    String answered = endpoint.base() + " answered " + status;
    if (kind == CallFailure.AUTHENTICATION) {
      return specification.credentialVariable() == null
          ? answered + ", no key was given: set api_key_env"
          : answered + ", the provider refused the key from " + specification.credentialVariable();
    }
    if (status == NOT_FOUND) {
      return "%s, check base_url and the model name '%s'"
          .formatted(answered, specification.modelIdentifier());
    }
    @Nullable Header location = response.getFirstHeader("Location");
    if (status < 400 && location != null) {
      return answered
          + " and points to "
          + oneLine.of(location.getValue())
          + ", which the lab does not follow: correct base_url";
    }
    return answered;
  }

  /** The provider answered with success, but not with what the protocol promises. */
  Failure malformed(HttpResponse response, String reason, byte[] body) {
    int status = response.getCode();
    String message =
        "%s answered %d, but the answer is %s: %s"
            .formatted(endpoint.base(), status, reason, oneLine.of(body));
    return new Failure(CallFailure.MALFORMED, message, status, null, Quotas.of(response, clock));
  }

  /** No answer came: the call ran out of this time. */
  Failure late(Call.Limit limit, boolean connected) {
    if (!connected) {
      return failure(
          CallFailure.UNREACHABLE,
          "no connection to %s within %s",
          seconds(limit == Call.Limit.TOTAL ? total() : firstByteTimeout()));
    }
    return switch (limit) {
      case FIRST_BYTE ->
          failure(
              CallFailure.TIMEOUT,
              "no beginning of an answer from %s within %s (first-byte time-out)",
              seconds(firstByteTimeout()));
      case IDLE ->
          failure(
              CallFailure.TIMEOUT,
              "the answer from %s began, then nothing came for %s (idle time-out)",
              seconds(Objects.requireNonNullElse(specification.idleTimeout(), total())));
      case TOTAL, END ->
          failure(
              CallFailure.TIMEOUT,
              "no whole answer from %s within %s (time-out of the call)",
              seconds(total()));
    };
  }

  private Duration total() {
    return specification.timeout();
  }

  private Duration firstByteTimeout() {
    return Objects.requireNonNullElse(specification.firstByteTimeout(), total());
  }

  /** No connection could be made. */
  Failure unreachable(IOException e, Duration connectTimeout) {
    return switch (e) {
      case UnknownHostException unknown ->
          failure(CallFailure.UNREACHABLE, "the host of %s is %s", "unknown: check base_url");
      case ConnectTimeoutException timeout ->
          failure(
              CallFailure.UNREACHABLE, "no connection to %s within %s", seconds(connectTimeout));
      case SSLException tls ->
          failure(CallFailure.UNREACHABLE, "no secure connection to %s: %s", text(tls));
      case ConnectException refused when text(refused).contains("refused") ->
          failure(CallFailure.UNREACHABLE, "nobody listens at %s (%s)", "connection refused");
      default -> failure(CallFailure.UNREACHABLE, "no connection to %s: %s", text(e));
    };
  }

  /** The connection failed after the request was sent. */
  Failure broken(IOException e) {
    boolean protocol =
        e instanceof ClientProtocolException
            || e instanceof MessageConstraintException
            || (e instanceof MalformedChunkCodingException
                && !(e instanceof TruncatedChunkException));
    return protocol
        ? failure(CallFailure.MALFORMED, "%s does not answer in HTTP: %s", text(e))
        : failure(
            CallFailure.TRANSIENT,
            "the connection to %s broke before the whole answer: %s",
            text(e));
  }

  private Failure failure(CallFailure kind, String form, String detail) {
    return new Failure(kind, form.formatted(endpoint.base(), detail), null, null);
  }

  private String text(IOException e) {
    return oneLine.of(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
