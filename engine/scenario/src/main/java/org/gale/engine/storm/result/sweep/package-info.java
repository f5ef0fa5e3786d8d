/** Sweeps as their files describe them: parameters, plan, and what each run came to in its directory. */
package org.gale.engine.storm.result.sweep;
