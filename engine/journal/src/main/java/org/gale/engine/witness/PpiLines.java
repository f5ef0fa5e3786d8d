package org.gale.engine.witness;

import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Machine;

/**
 * Account of the physical PPIs of all PEs: which must be pending (B-CPU-24, B-INT-6). Those that are injected directly
 * into a VM, whose instructions change them as well, are taken as they are (B-VPP-2). Owned by the machine's thread.
 */
final class PpiLines
{
    private static final int BANKS = 2;
    /** Codes of registers of bank 0; those of bank 1 follow. */
    private static final int CPENDR = 0xc66c;
    private static final int SPENDR = 0xc66e;
    private static final int DVIR = 0xe650;
    private static final int EL1 = 1;

    private final Machine machine;
    private final PpiSet ppis;
    private final Sink sink;
    private final long[] pending;
    private final long[] injected;

    /** Sink of PPIs that are not as they must be. */
    @FunctionalInterface
    interface Sink
    {
        /**
         * Takes a PPI.
         *
         * @param isLost true if it must be pending and is not
         */
        void differs(boolean isLost, int pe, int ppi);
    }

    PpiLines(final Machine machine, final PpiSet ppis, final Sink sink)
    {
        this.machine = machine;
        this.ppis = ppis;
        this.sink = sink;
        pending = new long[BANKS * machine.config().pes()];
        injected = new long[pending.length];
        adopt();
    }

    /** Takes all PPIs as they are. */
    void adopt()
    {
        for (int i = 0; i < pending.length; i++)
        {
            pending[i] = machine.registerValue(i / BANKS, EL1, SPENDR + i % BANKS);
            injected[i] = (machine.config().virtual() && machine.commandCount() != 0) ? -1L : 0;
        }
    }

    /** Drives the wire of a PPI, which is one of a level. */
    void drive(final int pe, final int ppi, final boolean high)
    {
        if (ppis.contains(ppi) && (ppis.levelBank(ppi >>> 6) >>> ppi & 1) != 0)
        {
            put(pe, ppi, high);
            compare(pe, ppi >>> 6);
        }
    }

    /** Takes a write of a register. */
    void write(final int pe, final int code, final boolean isVirtual, final long value)
    {
        final int bank = code & 1;
        final int at = pe * BANKS + bank;
        final long edges = value & ppis.bank(bank) & ~ppis.levelBank(bank);
        switch (code & ~1)
        {
            case SPENDR:
                pending[at] |= isVirtual ? 0 : edges;
                compare(pe, bank);
                break;
            case CPENDR:
                pending[at] &= isVirtual ? -1L : ~edges;
                compare(pe, bank);
                break;
            case DVIR:
                injected[at] |= value;
                break;
            default:
                break;
        }
    }

    /**
     * Takes an acknowledge, and compares.
     *
     * @return false if the PPI was not pending
     */
    boolean acknowledge(final int pe, final int ppi)
    {
        final int bank = ppi >>> 6;
        final long bit = 1L << ppi;
        final int at = pe * BANKS + bank;
        final boolean wasPending = ((pending[at] | injected[at]) & bit) != 0;
        if (!wasPending)
        {
            pending[at] = machine.registerValue(pe, EL1, SPENDR + bank);
        }
        else if ((ppis.levelBank(bank) & bit) == 0)
        {
            pending[at] &= ~bit;
            compare(pe, bank);
        }

        return wasPending;
    }

    /** Compares the PPIs of a PE with its registers. */
    void compare(final int pe)
    {
        for (int bank = 0; bank < BANKS; bank++)
        {
            compare(pe, bank);
        }
    }

    private void compare(final int pe, final int bank)
    {
        final int at = pe * BANKS + bank;
        final long now = machine.registerValue(pe, EL1, SPENDR + bank);
        for (long left = (now ^ pending[at]) & ~injected[at]; left != 0; left &= left - 1)
        {
            final int bit = Long.numberOfTrailingZeros(left);
            sink.differs((pending[at] >>> bit & 1) != 0, pe, (bank << 6) + bit);
        }
        pending[at] = now;
    }

    private void put(final int pe, final int ppi, final boolean set)
    {
        final int at = pe * BANKS + (ppi >>> 6);
        pending[at] = set ? pending[at] | 1L << ppi : pending[at] & ~(1L << ppi);
    }
}
