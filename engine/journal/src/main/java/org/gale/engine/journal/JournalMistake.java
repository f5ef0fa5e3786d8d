package org.gale.engine.journal;

/** Deliberate mistake of a journal's writer, which a test hands to an opening to show that the simulator finds it. */
enum JournalMistake
{
    /** None. */
    NONE,
    /** The mark is stored before the frame that it names. */
    MARK_BEFORE_FRAME,
    /** The seal of a segment clears its last frame. */
    SEAL_WITHOUT_LAST_FRAME,
    /** The segment is purged in which the snapshot begins that replay needs. */
    PURGE_OF_NEEDED_SEGMENT
}
