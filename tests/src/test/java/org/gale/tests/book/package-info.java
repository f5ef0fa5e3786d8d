/**
 * Tests of the pages for newcomers: their examples run, and the classes and files that they name exist. No state.
 */
package org.gale.tests.book;
