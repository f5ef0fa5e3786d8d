/** Texts of recorded traces, and the rules that turn their lines into events. Owner: the calling thread. */
package org.gale.engine.trace.text;
