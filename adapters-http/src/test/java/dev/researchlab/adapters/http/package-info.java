/** What the tests of the packages below share. */
@NullMarked
package dev.researchlab.adapters.http;

import org.jspecify.annotations.NullMarked;
