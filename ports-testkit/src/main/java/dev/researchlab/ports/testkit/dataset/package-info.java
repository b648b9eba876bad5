/** Contract of the store of datasets, and fixtures of datasets. */
@NullMarked
package dev.researchlab.ports.testkit.dataset;

import org.jspecify.annotations.NullMarked;
