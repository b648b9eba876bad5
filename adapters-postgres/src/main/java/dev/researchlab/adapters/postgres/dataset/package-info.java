/** Datasets in PostgreSQL, their samples in blobs. */
@NullMarked
package dev.researchlab.adapters.postgres.dataset;

import org.jspecify.annotations.NullMarked;
