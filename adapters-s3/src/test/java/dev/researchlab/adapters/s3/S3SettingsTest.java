package dev.researchlab.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.researchlab.adapters.s3.S3Settings.Credentials;
import dev.researchlab.domain.InvalidException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

  private static final Credentials CREDENTIALS = new Credentials("key", "a-secret");

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Blobs", "a b", "a/b", "a..b", "-blobs", "blobs.", "blöbs"})
  void rejectsWhatIsNoNameOfABucket(String bucket) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new S3Settings(bucket, null, null, null))
        .withMessageStartingWith("bucket: must be")
        .withMessageEndingWith("not '" + bucket + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9000",
        "127.0.0.1",
        "ftp://localhost",
        "httpx://localhost",
        "http://localhost:99999",
        "http://localhost:9000/?a=b",
        "http://localhost:9000/#a",
        "http:///blobs",
      })
  void rejectsWhatIsNoAddressOfAService(String endpoint) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new S3Settings("blobs", URI.create(endpoint), null, null))
        .withMessage("endpoint: must have the form http://HOST:PORT, not '" + endpoint + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "HTTPS://s3.example.org",
        "http://[::1]:9000",
        "https://example.org/storage/s3",
      })
  void takesTheAddressesOfServices(String endpoint) {
    assertThatNoException()
        .isThrownBy(
            () ->
                S3BlobStore.of(
                        new S3Settings("blobs", URI.create(endpoint), "eu-central-1", CREDENTIALS))
                    .close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://key:a-secret@localhost:9000", "http://key:a-secret@:9000"})
  void doesNotShowASecretThatIsPartOfTheEndpoint(String endpoint) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new S3Settings("blobs", URI.create(endpoint), null, null))
        .withMessage("endpoint: must not name a user; set the access key instead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eu west", "eu/west"})
  void rejectsWhatIsNoRegion(String region) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new S3Settings("blobs", null, region, null))
        .withMessageStartingWith("region: must be");
  }

  @Test
  void rejectsHalfOfTheCredentials() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> new Credentials(" ", "a-secret"))
        .withMessage("credentials: the access key or its secret is empty; set both");
    assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> new Credentials("key", ""));
  }

  @Test
  void neverShowsTheSecret() {
    assertThat(new S3Settings("blobs", null, null, CREDENTIALS).toString())
        .contains("key")
        .doesNotContain("a-secret");
  }
}
