/** Where runs are kept. */
@NullMarked
package dev.researchlab.ports.driven.run;

import org.jspecify.annotations.NullMarked;
