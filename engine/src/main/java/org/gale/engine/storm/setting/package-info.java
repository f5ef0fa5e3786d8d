/**
 * Settings of a storm: each is declared once, with its type, range, default and help, and a storm is configured by an
 * immutable map of their values. Nothing here has a thread.
 */
package org.gale.engine.storm.setting;
