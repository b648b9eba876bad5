/** Models and cached answers in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.model;

import org.jspecify.annotations.NullMarked;
