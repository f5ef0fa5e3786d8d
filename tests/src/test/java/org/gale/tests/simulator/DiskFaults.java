package org.gale.tests.simulator;

import java.io.IOException;

/** Faults of one life of a disk, armed before each operation. */
interface DiskFaults
{
    /** A disk without faults. */
    DiskFaults NONE = new DiskFaults()
    {
        @Override
        public boolean endsNow()
        {
            return false;
        }

        @Override
        public void onWrite(final int newPages, final long usedPages)
        {
            // Never refused.
        }

        @Override
        public void onForce()
        {
            // Never refused.
        }
    };

    /** Returns whether the process or the machine ends before this change. */
    boolean endsNow();

    /**
     * Refuses a write, or lets it take its time.
     *
     * @param newPages pages that it takes
     * @param usedPages pages that all files have
     * @throws IOException if it is refused
     */
    void onWrite(int newPages, long usedPages) throws IOException;

    /**
     * Refuses a force, or lets it take its time.
     *
     * @throws IOException if it is refused
     */
    void onForce() throws IOException;
}
