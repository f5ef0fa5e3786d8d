/**
 * Player of transcripts, matcher of their replies, and TAP writer that reports them. The thread that plays a transcript
 * owns all of its state.
 */
package org.gale.engine.transcript;
