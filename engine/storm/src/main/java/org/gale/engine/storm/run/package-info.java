/**
 * Run of a storm, from its plan to its report: journal, machine, engine, generator, proof and accounting. Everything is
 * on the engine's thread, or says so.
 */
package org.gale.engine.storm.run;
