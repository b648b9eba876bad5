/** Contract of the store of large contents. */
@NullMarked
package dev.researchlab.ports.testkit.artifact;

import org.jspecify.annotations.NullMarked;
