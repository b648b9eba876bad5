/** Prompts in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.prompt;

import org.jspecify.annotations.NullMarked;
