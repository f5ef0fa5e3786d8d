package org.gale.engine.machine;

/**
 * Queries of a host whose VMs migrate, for storms. They change nothing and are not journaled. Owned by the thread that
 * owns the machine.
 */
public interface MigratingHost
{
    /** Returns the queries of the verbs of a family whose VMs migrate. */
    static MigratingHost of(final Machine machine, final int family)
    {
        return (MigratingHost)machine.hostVerbs(family);
    }

    /** {@return the size of the image of the VM that migrates; null before the step save, and while no VM migrates} */
    ImageSize image();

    /**
     * Returns what the next pass of a VM would send.
     *
     * @param vm number of a VM that exists
     * @param to destination of one {@link org.gale.engine.command.PrecopyPages} for each table
     * @return the number of tables
     */
    int unsent(int vm, long[] to);

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
