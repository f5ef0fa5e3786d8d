/**
 * Lock-free code under jcstress: each test names the outcomes it accepts and forbids all others, and has a broken twin
 * that shows that the harness would notice. The harness owns the threads.
 */
package org.gale.tests.concurrency;
