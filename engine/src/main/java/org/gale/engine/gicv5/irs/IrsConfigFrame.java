package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Mix;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.HalfWrites;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.Cidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsIdr4;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIdr7;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsMapL2Istr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiResampler;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSpiVmr;
import org.gale.tables.register.IrsSwerrStatusr;
import org.gale.tables.register.IrsSwerrSyndromer0;
import org.gale.tables.register.IrsSwerrSyndromer1;
import org.gale.tables.register.IrsSyncStatusr;
import org.gale.tables.register.IrsVmDbr;
import org.gale.tables.register.IrsVmSelr;
import org.gale.tables.register.IrsVmStatusr;
import org.gale.tables.register.IrsVmapL2Vistr;
import org.gale.tables.register.IrsVmapL2Vmtr;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeHppir;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.register.IrsVpeStatusr;

/**
 * The IRS CONFIG frame, 64 KiB: decides which register an access means and nothing else.
 *
 * <p>32-bit registers take accesses of 32 bits, 64-bit registers those of 64 and, by halves, of 32 (M-HALF). Any other
 * access, and reserved offsets, are RAZ/WI (B-GEN-9). Every operation completes at once, so IDLE always reads 1
 * (B-IRS-2). Registers of virtualization are RAZ/WI where IDR0.VIRT is 0.
 */
public final class IrsConfigFrame implements IrsState.Part
{
    private static final int CR1_MASK = 0xffff;
    private static final int IDLE = 1;                                             // B-IRS-2
    private static final long ACTION = 1L << 63;                                // M of each VMAP register

    private final boolean virtual;
    private final IrsIdRegisters ids;
    private final Irs irs;
    private final SoftwareErrors errors;
    private final PhysicalIst ist;
    private final VirtualMachines vms;
    private final SpiBank spis;
    private final SpiWires wires;
    private final PeSelection pes;
    private final VpeSelection vpes;
    private final VmSelection vmSelection;
    private final HalfWrites halves = new HalfWrites();
    private int cr1;

    IrsConfigFrame(
        final MachineConfig config,
        final Irs irs,
        final SoftwareErrors errors,
        final PhysicalIst ist,
        final VirtualMachines vms,
        final SpiBank spis,
        final SpiWires wires,
        final PeSelection pes,
        final VpeSelection vpes,
        final VmSelection vmSelection)
    {
        this.virtual = config.virtual();
        this.ids = new IrsIdRegisters(config);
        this.irs = irs;
        this.errors = errors;
        this.ist = ist;
        this.vms = vms;
        this.spis = spis;
        this.wires = wires;
        this.pes = pes;
        this.vpes = vpes;
        this.vmSelection = vmSelection;
    }

    /**
     * A load.
     *
     * @param offset inside the frame
     */
    public long read(final int offset, final int sizeBytes)
    {
        if (sizeBytes < Integer.BYTES || (offset & (sizeBytes - 1)) != 0)
        {
            return 0;
        }
        if (isWide(offset & -Long.BYTES))
        {
            return isPresent(offset) ? HalfWrites.selected(offset, sizeBytes, readWide(offset & -Long.BYTES)) : 0;
        }

        return sizeBytes == Integer.BYTES && isPresent(offset) ? read32(offset) & 0xffff_ffffL : 0;
    }

    /**
     * A store.
     *
     * @param offset inside the frame
     */
    public void write(final int offset, final int sizeBytes, final long value)
    {
        if (sizeBytes < Integer.BYTES || (offset & (sizeBytes - 1)) != 0 || !isPresent(offset))
        {
            return;
        }
        if (isWide(offset & -Long.BYTES))
        {
            final int register = offset & -Long.BYTES;
            final long merged = HalfWrites.merged(offset, sizeBytes, value, otherHalf(register));
            halves.record(register, merged);
            writeWide(register, merged, HalfWrites.written(offset, sizeBytes));
        }
        else if (sizeBytes == Integer.BYTES)
        {
            write32(offset, (int)value);
        }
    }

    /** Writes what the frame itself keeps: the halves that were written, and CR1. */
    @Override
    public void save(final StateWriter writer)
    {
        halves.save(writer);
        writer.word(cr1);
    }

    /** Reads what {@link #save} wrote. */
    @Override
    public void restore(final StateReader reader)
    {
        halves.restore(reader);
        cr1 = (int)reader.word() & CR1_MASK;
    }

    long digest()
    {
        long hash = Mix.of(halves.digest(), cr1);
        hash = Mix.of(Mix.of(hash, ist.baser()), ist.cfgr());
        hash = Mix.of(Mix.of(hash, vms.baser()), vms.cfgr());
        hash = Mix.of(Mix.of(hash, vpes.selr()), vpes.dbr());
        hash = Mix.of(Mix.of(hash, vpes.status()), vmSelection.selr());
        hash = Mix.of(Mix.of(hash, vmSelection.status()), vmSelection.saveVmr());
        hash = Mix.of(Mix.of(hash, errors.status()), errors.syndrome0());

        return Mix.of(hash, errors.syndrome1());
    }

    private boolean isPresent(final int offset)
    {
        final boolean ofVirtualization = (offset & -Long.BYTES) == IrsSpiVmr.OFFSET ||
            (offset >= IrsVmtBaser.OFFSET && offset <= IrsSaveVmStatusr.OFFSET);

        return virtual || !ofVirtualization;
    }

    private static boolean isWide(final int offset)
    {
        switch (offset)
        {
            case IrsSpiVmr.OFFSET:
            case IrsIstBaser.OFFSET:
            case IrsVmtBaser.OFFSET:
            case IrsVpeSelr.OFFSET:
            case IrsVpeDbr.OFFSET:
            case IrsVpeHppir.OFFSET:
            case IrsVmDbr.OFFSET:
            case IrsVmapL2Vmtr.OFFSET:
            case IrsVmapVmr.OFFSET:
            case IrsVmapVistr.OFFSET:
            case IrsVmapL2Vistr.OFFSET:
            case IrsVmapVper.OFFSET:
            case IrsSaveVmr.OFFSET:
            case IrsSwerrStatusr.OFFSET:
            case IrsSwerrSyndromer0.OFFSET:
            case IrsSwerrSyndromer1.OFFSET:
                return true;
            default:
                return false;
        }
    }

    private long readWide(final int offset)
    {
        switch (offset)
        {
            case IrsSpiVmr.OFFSET: return spis.vmr();
            case IrsIstBaser.OFFSET: return ist.baser();
            case IrsVmtBaser.OFFSET: return vms.baser();
            case IrsVpeSelr.OFFSET: return vpes.selr();
            case IrsVpeDbr.OFFSET: return vpes.dbr();
            case IrsVpeHppir.OFFSET: return vpes.hppir();
            case IrsVmDbr.OFFSET: return vmSelection.dbr();
            case IrsSaveVmr.OFFSET: return vmSelection.saveVmr();
            case IrsSwerrStatusr.OFFSET: return errors.status();
            case IrsSwerrSyndromer0.OFFSET: return errors.syndrome0();
            case IrsSwerrSyndromer1.OFFSET: return errors.syndrome1();
            default: return 0;                                                  // VMAP registers are write-only
        }
    }

    /** Returns the value that a write of one half of a register leaves in the other half. */
    private long otherHalf(final int register)                                  // M-HALF
    {
        switch (register)
        {
            case IrsIstBaser.OFFSET: return ist.baser();
            case IrsVmtBaser.OFFSET: return vms.baser();
            case IrsSwerrStatusr.OFFSET: return 0;
            default: return halves.lastWritten(register);
        }
    }

    private int read32(final int offset)
    {
        switch (offset)
        {
            case IrsIdr0.OFFSET: return ids.idr0();
            case IrsIdr1.OFFSET: return ids.idr1();
            case IrsIdr2.OFFSET: return ids.idr2();
            case IrsIdr3.OFFSET: return ids.idr3();
            case IrsIdr4.OFFSET: return ids.idr4();
            case IrsIdr5.OFFSET: return ids.spiRange();
            case IrsIdr6.OFFSET: return ids.spiRange();
            case IrsIdr7.OFFSET: return ids.spiBase();
            case Iidr.OFFSET: return IrsIdRegisters.IIDR;
            case IrsCr0.OFFSET: return IrsCr0.IRSEN.with(IrsCr0.IDLE.mask(), irs.isEnabled());
            case IrsCr1.OFFSET: return cr1;
            case IrsSpiSelr.OFFSET: return spis.selected();
            case IrsSpiCfgr.OFFSET: return spis.config();
            case IrsSpiStatusr.OFFSET: return spis.status();
            case IrsPeSelr.OFFSET: return pes.selected();
            case IrsPeStatusr.OFFSET: return pes.status();
            case IrsPeCr0.OFFSET: return pes.cr0();
            case IrsIstCfgr.OFFSET: return ist.cfgr();
            case IrsVmtCfgr.OFFSET: return vms.cfgr();
            case IrsVpeCr0.OFFSET: return vpes.cr0();
            case IrsVpeStatusr.OFFSET: return vpes.status();
            case IrsVmSelr.OFFSET: return vmSelection.selr();
            case IrsVmStatusr.OFFSET: return vmSelection.status();
            case IrsSaveVmStatusr.OFFSET: return vmSelection.saveStatus();
            case IrsSyncStatusr.OFFSET:
            case IrsIstStatusr.OFFSET:
            case IrsVmtStatusr.OFFSET:
                return IDLE;
            case Devarch.OFFSET: return IrsIdRegisters.DEVARCH;
            default:
                return offset >= Cidr.OFFSET && offset <= Cidr.OFFSET + 12 ?
                    IrsIdRegisters.CIDR[(offset - Cidr.OFFSET) >>> 2] : 0;   // AIDR is 0, PIDRs are not known
        }
    }

    private void write32(final int offset, final int value)
    {
        switch (offset)
        {
            case IrsCr0.OFFSET:
                irs.enable(IrsCr0.IRSEN.isSet(value));
                break;
            case IrsCr1.OFFSET:
                cr1 = value & CR1_MASK;  // B-IRS-8
                break;
            case IrsSpiSelr.OFFSET:
                spis.select(value & IrsSpiSelr.ID.mask());
                break;
            case IrsSpiResampler.OFFSET:
                wires.resample(value & IrsSpiResampler.SPI_ID.mask());
                break;
            case IrsSpiCfgr.OFFSET:
                wires.configure(value);
                break;
            case IrsPeSelr.OFFSET:
                pes.select(value);
                break;
            case IrsPeCr0.OFFSET:
                pes.writeCr0(value);
                break;
            case IrsIstCfgr.OFFSET:
                ist.writeCfgr(value);
                break;
            case IrsMapL2Istr.OFFSET:
                ist.mapL2(value & IrsMapL2Istr.ID.mask());
                break;
            case IrsVmtCfgr.OFFSET:
                vms.writeCfgr(value);
                break;
            case IrsVpeCr0.OFFSET:
                vpes.writeCr0(value);
                break;
            case IrsVmSelr.OFFSET:
                vmSelection.select(value);
                break;
            default:
                break;                                                     // RAZ/WI, and SYNCR: nothing in flight
        }
    }

    private void writeWide(final int offset, final long value, final long written)
    {
        switch (offset)
        {
            case IrsSpiVmr.OFFSET:
                wires.assign(value);
                break;
            case IrsIstBaser.OFFSET:
                ist.writeBaser(value);
                break;
            case IrsVmtBaser.OFFSET:
                vms.writeBaser(value);
                break;
            case IrsVpeSelr.OFFSET:
                vpes.select(value & (written | ~IrsVpeSelr.S.mask()));
                break;
            case IrsVpeDbr.OFFSET:
                vpes.writeDbr(value, written);
                break;
            case IrsVmDbr.OFFSET:
                vmSelection.writeDbr(value);
                break;
            case IrsSaveVmr.OFFSET:
                vmSelection.save(value & (written | ~(IrsSaveVmr.S.mask() | IrsSaveVmr.Q.mask())));
                break;
            case IrsSwerrStatusr.OFFSET:
                errors.writeStatus(value);
                break;
            default:
                if ((value & written & ACTION) != 0)                            // M-ACT, B-VMT-12
                {
                    map(offset, value);
                }
                break;
        }
    }

    private void map(final int offset, final long value)
    {
        switch (offset)
        {
            case IrsVmapL2Vmtr.OFFSET:
                vms.mapL2(IrsVmapL2Vmtr.VM_ID.getInt(value));
                break;
            case IrsVmapVmr.OFFSET:
                if (IrsVmapVmr.U.isSet(value))
                {
                    vms.unmapVm(IrsVmapVmr.VM_ID.getInt(value));
                }
                else
                {
                    vms.mapVm(IrsVmapVmr.VM_ID.getInt(value));
                }
                break;
            case IrsVmapVistr.OFFSET:
                if (IrsVmapVistr.U.isSet(value))
                {
                    vms.unmapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
                }
                else
                {
                    vms.mapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
                }
                break;
            case IrsVmapL2Vistr.OFFSET:
                vms.mapL2Vist(IrsVmapL2Vistr.VM_ID.getInt(value),
                    Intid.of(IrsVmapL2Vistr.TYPE.getInt(value), IrsVmapL2Vistr.ID.getInt(value)));
                break;
            case IrsVmapVper.OFFSET:
                vms.mapVpe(IrsVmapVper.VM_ID.getInt(value), IrsVmapVper.VPE_ID.getInt(value));
                break;
            default:
                break;                                                     // read-only
        }
    }
}
