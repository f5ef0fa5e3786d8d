/**
 * Benchmarks: one class per question, with an alternative that we could have used as the baseline in the same class,
 * doing the same work. Each benchmark owns its state, in the thread that measures.
 */
package org.gale.benchmarks;
