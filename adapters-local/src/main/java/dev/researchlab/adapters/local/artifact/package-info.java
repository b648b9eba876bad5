/** Large contents, kept as files of a directory. */
@NullMarked
package dev.researchlab.adapters.local.artifact;

import org.jspecify.annotations.NullMarked;
