package org.gale.engine.gicv5.irs;

import java.util.BitSet;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.SpiRange;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstIdBits;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsSpiVmr;

/**
 * The physical SPIs: their entries, which the IRS keeps itself, their wires and trigger modes, and the VMs that some of
 * them are handed to. Entries are zero at reset (M-SPIRST).
 */
final class SpiBank implements AutoCloseable
{
    private static final long VMR_MASK = IrsSpiVmr.VIRT.mask() | IrsSpiVmr.VM_ID.mask();
    /** Bits of a saved word that the VMR has not. */
    private static final long HIGH = 1L << 32;
    private static final long LEVEL = 1L << 33;

    private final Board board;
    private final PeGates gates;
    /** SPIs of IRS 0, which need no search. */
    private final int base;
    private final int firstCount;
    /** Index of the first SPI of each IRS: SPIs are numbered through, IRS after IRS. */
    private final int[] firstIndexes;
    private final int count;
    private final boolean virtual;
    private final PhysicalMemory memory;
    private final InterruptStateTable table;
    private final BitSet high;
    private final BitSet level;
    private final long[] vmr;

    /** @param gates tell which IRSs are enabled */
    SpiBank(final MachineConfig config, final Board board, final PeGates gates)
    {
        this.board = board;
        this.gates = gates;
        this.base = board.spisOf(0).base();
        this.firstCount = board.spisOf(0).count();
        this.firstIndexes = new int[board.irss()];
        int total = 0;
        int end = 0;
        for (int irs = 0; irs < firstIndexes.length; irs++)
        {
            firstIndexes[irs] = total;
            total += board.spisOf(irs).count();
            end = Math.max(end, board.spisOf(irs).end());
        }
        this.count = total;
        this.virtual = config.virtual();
        this.high = new BitSet(count);
        this.level = new BitSet(count);
        this.vmr = new long[count];
        final int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, end - 1));
        final IstShape shape = IstShape.linear(new IstIdBits(idBits));
        final long pageMask = PhysicalMemory.PAGE_SIZE - 1;
        this.memory = PhysicalMemory.anonymous(0, (shape.tableBytes() + pageMask) & ~pageMask);
        this.table = new InterruptStateTable(memory, shape, 0);
    }

    /** Returns the entries, for the space of physical SPIs. */
    InterruptStateTable table()
    {
        return table;
    }

    /** Returns the memory behind the entries, for the digest. */
    PhysicalMemory memory()
    {
        return memory;
    }

    /** Returns whether an SPI exists; every int is a valid argument. */
    boolean exists(final int id)                                                // B-SPI-1
    {
        return index(id) >= 0;
    }

    /** Returns whether an SPI exists and belongs to the physical side. */
    boolean isPhysical(final int id)                                            // B-INT-17, M-SPIVMR
    {
        final int index = index(id);

        return index >= 0 && !IrsSpiVmr.VIRT.isSet(vmr[index]);
    }

    /**
     * Returns the owner of an SPI that exists: the VM that it is handed to, or the physical side.
     *
     * @param physicalOwner the physical side of the interrupt domain
     * @return the encoded {@link OwnerId}
     */
    int owner(final int id, final int physicalOwner)
    {
        return isPhysical(id) ? physicalOwner : OwnerId.vm(physicalOwner, IrsSpiVmr.VM_ID.getInt(vmr[index(id)]));
    }

    /** Returns whether the wire of an SPI is high. */
    boolean isHigh(final int id)
    {
        return high.get(index(id));
    }

    /** Drives the wire. False if the line did not change (B-SPI-4). */
    boolean drive(final int id, final boolean asserted)
    {
        if (high.get(index(id)) == asserted)
        {
            return false;
        }
        high.set(index(id), asserted);
        return true;
    }

    /** Returns whether the trigger mode of an SPI is level. */
    boolean isLevel(final int id)
    {
        return level.get(index(id));
    }

    /** Changes the trigger mode of an SPI that exists. False if it has that mode already. */
    boolean configure(final int id, final boolean isLevel)
    {
        if (isLevel(id) == isLevel)
        {
            return false;
        }
        level.set(index(id), isLevel);
        return true;
    }

    /** {@return the value of IRS_SPI_VMR for an SPI that exists} */
    long vmr(final int id)
    {
        return vmr[index(id)];
    }

    /** Hands an SPI that exists to a VM or takes it back. False if there are no VMs. */
    boolean assign(final int id, final long value)
    {
        if (!virtual)
        {
            return false;
        }
        vmr[index(id)] = value & VMR_MASK;
        return true;
    }

    /**
     * Returns whether the IRS of an SPI that exists offers it to nobody: IRSEN is 0 there, and the PEs of other IRSs
     * must not see the SPI. Where there is one IRS, the gates of its PEs are enough.
     */
    boolean isWithheld(final int id)                                            // M-IRSEN2
    {
        return board.irss() > 1 && !gates.isEnabled(board.irsOfSpi(id));
    }

    /** Returns the IRS of an SPI that exists. */
    int irsOf(final int id)
    {
        return board.irss() == 1 ? 0 : board.irsOfSpi(id);
    }

    /** Returns the SPIs of an IRS. */
    SpiRange range(final int irs)
    {
        return board.spisOf(irs);
    }

    /** Passes the entries through a stream. */
    void entryState(final StateStream stream)
    {
        stream.memory(memory);
    }

    /** Passes the VM, the wire and the trigger mode of each SPI, in a word of its own. */
    void wireState(final StateStream stream)
    {
        for (int i = 0; i < count; i++)
        {
            final long word = stream.bits(
                "SPI", vmr[i] | (high.get(i) ? HIGH : 0) | (level.get(i) ? LEVEL : 0), VMR_MASK | HIGH | LEVEL);
            if (stream.isRestoring())
            {
                vmr[i] = word & VMR_MASK;
                high.set(i, (word & HIGH) != 0);
                level.set(i, (word & LEVEL) != 0);
            }
        }
    }

    /**
     * Returns the index of an SPI, any int, among all SPIs.
     *
     * @return −1 if there is no such SPI
     */
    private int index(final int id)                                             // T-IRS-6
    {
        final int ofIrsZero = id - base;
        if (ofIrsZero >= 0 && ofIrsZero < firstCount)
        {
            return ofIrsZero;
        }
        final int irs = firstIndexes.length == 1 ? -1 : board.irsOfSpi(id);

        return irs < 0 ? -1 : firstIndexes[irs] + id - board.spisOf(irs).base();
    }

    @Override
    public void close()
    {
        memory.close();
    }
}
