/**
 * Storms as users run them: a process of their own, its exit code, what it writes, and what it does with signals.
 */
package org.gale.tests.storm;
