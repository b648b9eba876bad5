/** Projects in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.project;

import org.jspecify.annotations.NullMarked;
