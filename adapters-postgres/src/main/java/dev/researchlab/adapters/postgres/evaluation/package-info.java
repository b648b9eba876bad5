/** Evaluations in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.evaluation;

import org.jspecify.annotations.NullMarked;
