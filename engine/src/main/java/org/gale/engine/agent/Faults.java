package org.gale.engine.agent;

/**
 * Switches of faults that tests alone throw, to show that the simulator finds them. Each is read once a frame. Set
 * before an engine runs.
 */
final class Faults
{
    /** Leaves the turns of a frame out when the frame is applied. */
    static boolean losesTurn;
    /** Completes lanes although guests are signalled. */
    static boolean completesEarly;
    /** Lets outputs leave before the force of their frames has ended. */
    static boolean releasesEarly;
    /** Takes a snapshot that is due between the commands of a frame and its turns. */
    static boolean snapshotsInside;

    private Faults()
    {
    }
}
