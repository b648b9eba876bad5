/** The blob store on an S3 API. */
@NullMarked
package dev.researchlab.adapters.s3;

import org.jspecify.annotations.NullMarked;
