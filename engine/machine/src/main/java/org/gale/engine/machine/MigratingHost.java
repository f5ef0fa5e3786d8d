package org.gale.engine.machine;

/**
 * Queries of a host whose VMs migrate, for storms. They change nothing. Owned by the thread that owns the machine.
 */
public interface MigratingHost
{
    /**
     * Returns the interrupts that are pending in the image of the VM that migrates.
     *
     * @return their number between the end of the source and its successor, 0 at any other time
     */
    long pendingInImage();

    /**
     * Passes the memory of each table of a VM.
     *
     * @param vm   number of a VM that exists
     * @param sink takes each range
     */
    void tables(int vm, TableSink sink);

    /** Sink of the ranges of the tables of a VM. */
    @FunctionalInterface
    interface TableSink
    {
        /**
         * Takes a range.
         *
         * @param table   name of its table, as reports show it
         * @param address physical address of its first byte
         * @param bytes   length of it
         */
        void range(String table, long address, long bytes);
    }
}
