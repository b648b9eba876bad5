/** Prompt templates, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.prompt;

import org.jspecify.annotations.NullMarked;
