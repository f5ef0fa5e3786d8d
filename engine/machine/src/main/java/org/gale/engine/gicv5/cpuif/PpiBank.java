package org.gale.engine.gicv5.cpuif;

import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Candidate;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Private peripheral interrupts of a PE in one domain, physical or virtual: 128 in two banks of 64 bits each. Bits of
 * PPIs that do not exist are RAZ/WI (B-CPU-22).
 */
final class PpiBank
{
    private static final int PER_REGISTER = Long.BYTES;
    private static final long PRIORITY_MASK = 0x1f;

    static
    {
        assert PpiSet.PPI_LIMIT == 2 * Long.SIZE : "PPIs do not fill two banks";
        assert PpiSet.PPI_LIMIT % PER_REGISTER == 0 && Long.SIZE % PER_REGISTER == 0 : "a register spans banks";
    }

    private final PpiSet ppis;
    private final int priorityMask;
    private final long[] enabled = new long[2];
    private final long[] active = new long[2];
    private final long[] pending = new long[2];
    private boolean isPending;
    private final byte[] priorities = new byte[PpiSet.PPI_LIMIT];

    /**
     * Makes the PPIs at reset.
     *
     * @param priBits implemented priority bits, the top ones of five
     */
    PpiBank(final PpiSet ppis, final int priBits)
    {
        this.ppis = ppis;
        this.priorityMask = (-1 << (5 - priBits)) & 31;
    }

    long enabled(final int bank)
    {
        return enabled[bank];
    }

    void enabled(final int bank, final long value)                              // B-CPU-25
    {
        enabled[bank] = value & ppis.bank(bank);
    }

    long active(final int bank)
    {
        return active[bank];
    }

    void active(final int bank, final long value)
    {
        active[bank] = value & ppis.bank(bank);
    }

    long pending(final int bank)
    {
        return pending[bank];
    }

    void pending(final int bank, final long value)
    {
        pending[bank] = value & ppis.bank(bank);
        isPending = (pending[0] | pending[1]) != 0;
    }

    /** Returns whether any PPI is pending, candidate or not. */
    boolean isAnyPending()
    {
        return isPending;
    }

    /** Returns eight priorities in the layout of a PRIORITYR register. */
    long priorities(final int register)
    {
        long value = 0;
        for (int i = 0; i < PER_REGISTER; i++)
        {
            value |= (long)priorities[register * PER_REGISTER + i] << (i << 3);
        }

        return value;
    }

    void priorities(final int register, final long value, final long writable)
    {
        for (int i = 0; i < PER_REGISTER; i++)
        {
            final int ppi = register * PER_REGISTER + i;
            if (ppis.contains(ppi) && (writable & (1L << ppi)) != 0)
            {
                priorities[ppi] = (byte)((value >>> (i << 3)) & PRIORITY_MASK & priorityMask);
            }
        }
    }

    void state(final StateStream stream)
    {
        for (int bank = 0; bank < 2; bank++)
        {
            enabled[bank] = stream.bits("enabled PPIs", enabled[bank], ppis.bank(bank));
            active[bank] = stream.bits("active PPIs", active[bank], ppis.bank(bank));
            pending(bank, stream.bits("pending PPIs", pending[bank], ppis.bank(bank)));
        }
        for (int register = 0; register < PpiSet.PPI_LIMIT / PER_REGISTER; register++)
        {
            final long passed = stream.word(priorities(register));
            if (stream.isRestoring())
            {
                restorePriorities(register, passed);
            }
        }
    }

    private void restorePriorities(final int register, final long value)
    {
        priorities(register, value, -1L);
        if (priorities(register) != value)
        {
            throw new StateException("no priorities of PPIs: 0x" + Long.toHexString(value));
        }
    }

    /**
     * Returns the best PPI.
     *
     * @param low  mask of the PPIs of bank 0 that count as pending
     * @param high mask of the PPIs of bank 1 that count as pending
     * @return the encoded candidate, or {@link Candidate#NONE}
     */
    long best(final long low, final long high)                                  // B-CPU-1, M-TIE
    {
        final long eligibleLow = low & enabled[0] & ~active[0];
        final long eligibleHigh = high & enabled[1] & ~active[1];

        return (eligibleLow | eligibleHigh) == 0 ? Candidate.NONE :
            Math.min(bestOf(0, eligibleLow), bestOf(1, eligibleHigh));
    }

    private long bestOf(final int bank, final long eligible)
    {
        long best = Candidate.NONE;
        for (long rest = eligible; rest != 0; rest &= rest - 1)                 // at most 64
        {
            final int ppi = (bank << 6) + Long.numberOfTrailingZeros(rest);
            best = Math.min(best, Candidate.of(priorities[ppi], Intid.of(Intid.TYPE_PPI, ppi)));
        }

        return best;
    }
}
