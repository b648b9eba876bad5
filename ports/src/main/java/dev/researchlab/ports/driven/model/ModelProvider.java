package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import java.util.Optional;

/** A kind of provider: it knows how to reach models of that kind. */
public interface ModelProvider {

  /** Its name, unique in a lab, and the options that its specifications may have. */
  ProviderDescription description();

  /**
   * Checks a specification without reaching anybody.
   *
   * @throws InvalidException if the specification cannot work: an option of this provider is
   *     missing or has a bad value, the endpoint is missing, the file is not there, the environment
   *     variable of the key is not set. The path names the option or field.
   */
  void check(ModelSpecification specification);

  /**
   * Makes the model ready to be asked; no call is made yet. The caller closes it.
   *
   * @throws InvalidException as {@link #check}, and where a file of the specification is malformed;
   *     the message names the file and line
   */
  LanguageModel open(ModelSpecification specification);

  /**
   * Makes an embedding model ready to be asked; no call is made yet. The caller closes it.
   *
   * @return empty where this kind of provider has no embedding models
   * @throws InvalidException as {@link #check}
   */
  default Optional<EmbeddingModel> openEmbeddings(ModelSpecification specification) {
    return Optional.empty();
  }
}
