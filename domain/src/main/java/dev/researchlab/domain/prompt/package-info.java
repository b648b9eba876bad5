/** Prompt templates: text or chat messages with variables. */
@NullMarked
package dev.researchlab.domain.prompt;

import org.jspecify.annotations.NullMarked;
