package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import java.util.List;

/**
 * What a model is asked in one trial.
 *
 * @param messages the rendered prompt, at least one
 * @param parameters the variant's, with the model's own where the variant says nothing
 * @param sample which sample is asked, for providers that answer from a record
 * @param epoch which repetition, counting from 1
 * @param seed of this trial, drawn from the run's seed; the same trial has the same seed in every
 *     run of the same manifest
 */
public record GenerationRequest(
    List<ChatMessage> messages,
    GenerationParameters parameters,
    Sample sample,
    int epoch,
    long seed) {

  public GenerationRequest {
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a request has at least one message");
    }
    messages = List.copyOf(messages);
  }
}
