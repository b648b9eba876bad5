/** Runs in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.run;

import org.jspecify.annotations.NullMarked;
