/** Experiments in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.experiment;

import org.jspecify.annotations.NullMarked;
