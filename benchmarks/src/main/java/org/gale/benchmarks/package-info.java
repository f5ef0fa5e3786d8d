/**
 * Benchmarks: one class per question, with what we could have used instead as the baseline in the same class, doing
 * the same work. Each benchmark owns its state, in the thread that measures.
 */
package org.gale.benchmarks;
