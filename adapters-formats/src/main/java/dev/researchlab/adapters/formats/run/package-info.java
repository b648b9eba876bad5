/** Runs and their manifests as JSON. */
@NullMarked
package dev.researchlab.adapters.formats.run;

import org.jspecify.annotations.NullMarked;
