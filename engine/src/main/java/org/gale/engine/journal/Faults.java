package org.gale.engine.journal;

/**
 * Switches of faults that tests alone throw, to show that the simulator finds them. Each is read once a frame, a seal
 * or a purge. Set before a writer is made.
 */
final class Faults
{
    /** Stores the mark before the frame that it names. */
    static boolean marksEarly;
    /** Clears the last frame of a segment that is sealed. */
    static boolean forgetsLastFrame;
    /** Purges the segment in which the snapshot begins that replay needs. */
    static boolean purgesNeeded;

    private Faults()
    {
    }
}
