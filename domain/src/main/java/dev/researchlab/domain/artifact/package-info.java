/** Content and its address: hashes that identify what an experiment was made of. */
@NullMarked
package dev.researchlab.domain.artifact;

import org.jspecify.annotations.NullMarked;
