package org.gale.engine.machine;

/**
 * Query of the image of the VM that migrates, which the verbs of a host answer whose VMs migrate. It changes nothing
 * and is not journaled. Owned by the thread that owns the machine.
 */
public interface ImageQueries
{
    /** Returns the query of the verbs of a family whose VMs migrate. */
    static ImageQueries of(final Machine machine, final int family)
    {
        return (ImageQueries)machine.hostVerbs(family);
    }

    /** {@return the size of the image; null before the step save, and while no VM migrates} */
    ImageSize image();
}
