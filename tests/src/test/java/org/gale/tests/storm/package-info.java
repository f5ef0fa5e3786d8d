/** Storms as users run them: a process of their own, its exit code, its output, and its reaction to signals. */
package org.gale.tests.storm;
