/**
 * Commands that plan and run storms: {@code gale storm}, {@code gale profiles}, {@code gale job}. A command belongs to
 * the main thread.
 */
package org.gale.engine.cli.storm;
