package org.gale.engine.gicv4;

/**
 * Results of host verbs: 0, or the negative number of a kernel error.
 */
final class Errno
{
    static final int OK = 0;
    static final int ENOENT = -2;
    static final int EIO = -5;
    static final int ENOMEM = -12;
    static final int EBUSY = -16;
    static final int EEXIST = -17;
    static final int EINVAL = -22;
    static final int ENOSPC = -28;

    private Errno()
    {
    }
}
