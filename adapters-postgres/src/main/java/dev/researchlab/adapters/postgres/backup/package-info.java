/** The tables and evaluations as files, to be kept elsewhere. */
@NullMarked
package dev.researchlab.adapters.postgres.backup;

import org.jspecify.annotations.NullMarked;
