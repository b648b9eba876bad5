package dev.researchlab.domain.model;

/** One message of a chat. */
public record ChatMessage(Role role, String content) {}
