/** Where datasets are kept. */
@NullMarked
package dev.researchlab.ports.driven.dataset;

import org.jspecify.annotations.NullMarked;
