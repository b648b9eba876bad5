/** Where large contents are kept. */
@NullMarked
package dev.researchlab.ports.driven.artifact;

import org.jspecify.annotations.NullMarked;
