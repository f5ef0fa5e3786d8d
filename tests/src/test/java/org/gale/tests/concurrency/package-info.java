/**
 * Lock-free code under jcstress. Each test names the outcomes it accepts and forbids all others. Its broken twin shows
 * that the harness would notice a fault. The harness owns the threads.
 */
package org.gale.tests.concurrency;
