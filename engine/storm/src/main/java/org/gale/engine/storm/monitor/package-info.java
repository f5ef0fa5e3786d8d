/**
 * Process of the user that is the monitor of a storm: its socket, the ten messages, and the questions that commands
 * become. The thread of the run owns all of it.
 */
package org.gale.engine.storm.monitor;
