package dev.researchlab.adapters.s3;

import dev.researchlab.domain.UnavailableException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what a failure of the storage means, without its classes. */
record S3Failures(S3Settings settings) {

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  UnavailableException unavailable(SdkException failure) {
    String where = settings.endpoint() == null ? "S3" : "the S3 service at " + settings.endpoint();
    return new UnavailableException(where + " " + reason(failure), failure);
  }

  private String reason(SdkException failure) {
    if (failure instanceof S3Exception answer) {
      return switch (answer.statusCode()) {
        case FORBIDDEN ->
            "does not let us use bucket '%s'; check the access key, its secret and its rights"
                .formatted(settings.bucket());
        case NOT_FOUND -> "has no bucket '%s'; create it".formatted(settings.bucket());
        default ->
            "answers with an error (status %d): %s"
                .formatted(answer.statusCode(), firstLine(answer));
      };
    }
    if (failure instanceof SdkClientException
        && String.valueOf(failure.getMessage()).contains("Unable to load credentials")) {
      return "cannot be asked: no credentials are set; set AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY, or a profile";
    }
    return "does not answer: " + firstLine(deepest(failure));
  }

  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
