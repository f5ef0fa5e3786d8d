package org.gale.engine.gicv5.irs;

import java.util.BitSet;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstIdBits;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
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

    private final int base;
    private final int count;
    private final boolean virtual;
    private final PhysicalMemory memory;
    private final InterruptStateTable table;
    private final BitSet high;
    private final BitSet level;
    private final long[] vmr;
    private int selected;

    SpiBank(final MachineConfig config)
    {
        this.base = config.value(MachineKeys.SPI_BASE);
        this.count = config.value(MachineKeys.SPIS);
        this.virtual = config.virtual();
        this.high = new BitSet(count);
        this.level = new BitSet(count);
        this.vmr = new long[count];
        final int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, base + count - 1));
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
        return id >= base && id - base < count;
    }

    /** Returns whether an SPI exists and belongs to the physical side. */
    boolean isPhysical(final int id)                                            // B-INT-17, M-SPIVMR
    {
        return exists(id) && !IrsSpiVmr.VIRT.isSet(vmr[id - base]);
    }

    /**
     * Returns the owner of an SPI that exists: the VM that it is handed to, or the physical side.
     *
     * @param physicalOwner the physical side of the interrupt domain
     * @return the encoded {@link OwnerId}
     */
    int owner(final int id, final int physicalOwner)
    {
        return isPhysical(id) ? physicalOwner : OwnerId.vm(physicalOwner, IrsSpiVmr.VM_ID.getInt(vmr[id - base]));
    }

    /** Returns whether the wire of an SPI is high. */
    boolean isHigh(final int id)
    {
        return high.get(id - base);
    }

    /** Drives the wire. False if the line did not change (B-SPI-4). */
    boolean drive(final int id, final boolean asserted)
    {
        if (high.get(id - base) == asserted)
        {
            return false;
        }
        high.set(id - base, asserted);
        return true;
    }

    /** Returns whether the trigger mode of an SPI is level. */
    boolean isLevel(final int id)
    {
        return level.get(id - base);
    }

    void select(final int id)
    {
        selected = id;
    }

    /** {@return the value of IRS_SPI_SELR} */
    int selected()
    {
        return selected;
    }

    /** {@return the value of IRS_SPI_STATUSR: IDLE, and V if the selected SPI exists (B-SPI-2)} */
    int status()
    {
        return IrsSpiStatusr.V.with(IrsSpiStatusr.IDLE.mask(), exists(selected));
    }

    /** {@return the value of IRS_SPI_CFGR for the selected SPI} */
    int config()
    {
        return exists(selected) && isLevel(selected) ? IrsSpiCfgr.TM.mask() : 0;
    }

    /** Changes the trigger mode of the selected SPI. False if it has no such SPI or mode already. */
    boolean configure(final int cfgr)
    {
        if (!exists(selected) || isLevel(selected) == IrsSpiCfgr.TM.isSet(cfgr))
        {
            return false;
        }
        level.set(selected - base, IrsSpiCfgr.TM.isSet(cfgr));
        return true;
    }

    /** {@return the value of IRS_SPI_VMR for the selected SPI} */
    long vmr()
    {
        return exists(selected) ? vmr[selected - base] : 0;
    }

    /** Hands the selected SPI to a VM or takes it back. False if there is no such SPI. */
    boolean assign(final long value)
    {
        if (!virtual || !exists(selected))
        {
            return false;
        }
        vmr[selected - base] = value & VMR_MASK;
        return true;
    }

    /** Passes the entries, and everything else that is known of an SPI in a word of its own. */
    void state(final StateStream stream)
    {
        stream.memory(memory);
        selected = stream.number("selected SPI", selected, 0, IrsSpiSelr.ID.mask());
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

    @Override
    public void close()
    {
        memory.close();
    }
}
