/**
 * The book: its pages as the jar has them, in the terminal, and as a site of HTML pages. A page is Markdown as
 * commonmark-java reads it, with tables. Each class belongs to the thread that calls it.
 */
package org.gale.engine.cli.book;
