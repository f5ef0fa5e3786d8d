package org.gale.engine.journal;

/** Answer of a writer to a frame that is offered. */
public enum AppendResult
{
    /** The frame is in the journal. */
    APPENDED,
    /** A helper has still to make space: the caller offers the same frame again later. */
    NOT_READY,
    /** The journal accepts nothing more, and the frame must not be applied. */
    REFUSED
}
