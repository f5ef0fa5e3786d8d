package org.gale.engine.agent;

/** Note of one moment. */
public record Note(NoteKind kind, long startNs, long endNs, long value)
{
}
