/** Contract of the store of runs, and fixtures of runs. */
@NullMarked
package dev.researchlab.ports.testkit.run;

import org.jspecify.annotations.NullMarked;
