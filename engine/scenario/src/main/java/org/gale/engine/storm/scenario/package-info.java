/**
 * Scenario of a storm: what is asked. Each setting is declared once, with its type, range, default and help; a job file
 * is read into a tree of them, and the shape of the host is what a storm is made of. Knows no run, no thread, no host.
 */
package org.gale.engine.storm.scenario;
