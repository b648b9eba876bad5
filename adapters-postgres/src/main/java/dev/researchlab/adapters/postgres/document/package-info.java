/** How the parts of models, prompts, experiments and runs are written as JSON documents. */
@NullMarked
package dev.researchlab.adapters.postgres.document;

import org.jspecify.annotations.NullMarked;
