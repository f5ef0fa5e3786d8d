package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Reads of table entries by operations, for an observer: what an IRS latches of an entry stays as it was, whatever
 * software stores there afterwards (M-LIVE). No part of the state. Owned by the thread that owns the machine.
 */
final class EntryReads
{
    private final PhysicalMemory memory;
    /** Delays of operations, whose observer takes the reads; null if nothing is late. */
    private final OperationDelays delays;

    /** @param delays of operations; null if all take effect at once */
    EntryReads(final PhysicalMemory memory, final OperationDelays delays)
    {
        this.memory = memory;
        this.delays = delays;
    }

    /**
     * Says that an operation reads words of a table, which may lie outside RAM.
     *
     * @param rule id of the rule of the operation
     */
    void read(final long address, final int words, final String rule)
    {
        for (int i = 0; delays != null && i < words; i++)
        {
            final long word = address + (long)i * Long.BYTES;
            if (memory.contains(word, Long.BYTES))
            {
                delays.reads(word, memory.loadLong(word), rule);
            }
        }
    }
}
