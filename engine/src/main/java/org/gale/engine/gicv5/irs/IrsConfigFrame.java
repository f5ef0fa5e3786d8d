package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Mix;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.HalfWrites;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsMapL2Istr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsSpiResampler;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsVmapL2Vistr;
import org.gale.tables.register.IrsVmapL2Vmtr;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVpeSelr;

/**
 * The IRS CONFIG frame, 64 KiB: decides which register an access means and nothing else.
 *
 * <p>32-bit registers take accesses of 32 bits, 64-bit registers those of 64 and, by halves, of 32 (M-HALF). Any other
 * access, and reserved offsets, are RAZ/WI (B-GEN-9). Every operation completes at once, so IDLE always reads 1
 * (B-IRS-2). Registers of virtualization are RAZ/WI where IDR0.VIRT is 0.
 */
public final class IrsConfigFrame implements IrsState.Part
{
    public static final int IRS_IDR0_OFFSET = 0x0000;
    public static final int IRS_IDR1_OFFSET = 0x0004;
    public static final int IRS_IDR2_OFFSET = 0x0008;
    public static final int IRS_IDR3_OFFSET = 0x000c;
    public static final int IRS_IDR4_OFFSET = 0x0010;
    public static final int IRS_IDR5_OFFSET = 0x0014;
    public static final int IRS_IDR6_OFFSET = 0x0018;
    public static final int IRS_IDR7_OFFSET = 0x001c;
    public static final int IRS_IIDR_OFFSET = 0x0040;
    public static final int IRS_AIDR_OFFSET = 0x0044;
    public static final int IRS_CR0_OFFSET = 0x0080;
    public static final int IRS_CR1_OFFSET = 0x0084;
    public static final int IRS_SYNC_STATUSR_OFFSET = 0x00c4;
    public static final int IRS_SPI_VMR_OFFSET = 0x0100;
    public static final int IRS_SPI_SELR_OFFSET = 0x0108;
    public static final int IRS_SPI_RESAMPLER_OFFSET = 0x0110;
    public static final int IRS_SPI_CFGR_OFFSET = 0x0114;
    public static final int IRS_SPI_STATUSR_OFFSET = 0x0118;
    public static final int IRS_PE_SELR_OFFSET = 0x0140;
    public static final int IRS_PE_STATUSR_OFFSET = 0x0144;
    public static final int IRS_PE_CR0_OFFSET = 0x0148;
    public static final int IRS_IST_BASER_OFFSET = 0x0180;
    public static final int IRS_IST_CFGR_OFFSET = 0x0190;
    public static final int IRS_IST_STATUSR_OFFSET = 0x0194;
    public static final int IRS_MAP_L2_ISTR_OFFSET = 0x01c0;
    public static final int IRS_VMT_BASER_OFFSET = 0x0200;
    public static final int IRS_VMT_CFGR_OFFSET = 0x0210;
    public static final int IRS_VMT_STATUSR_OFFSET = 0x0214;                    // B-TRAP-9
    public static final int IRS_VPE_SELR_OFFSET = 0x0240;
    public static final int IRS_VPE_DBR_OFFSET = 0x0248;
    public static final int IRS_VPE_HPPIR_OFFSET = 0x0250;
    public static final int IRS_VPE_CR0_OFFSET = 0x0258;
    public static final int IRS_VPE_STATUSR_OFFSET = 0x025c;
    public static final int IRS_VM_DBR_OFFSET = 0x0280;
    public static final int IRS_VM_SELR_OFFSET = 0x0288;
    public static final int IRS_VM_STATUSR_OFFSET = 0x028c;
    public static final int IRS_VMAP_L2_VMTR_OFFSET = 0x02c0;
    public static final int IRS_VMAP_VMR_OFFSET = 0x02c8;
    public static final int IRS_VMAP_VISTR_OFFSET = 0x02d0;
    public static final int IRS_VMAP_L2_VISTR_OFFSET = 0x02d8;
    public static final int IRS_VMAP_VPER_OFFSET = 0x02e0;
    public static final int IRS_SAVE_VMR_OFFSET = 0x0300;
    public static final int IRS_SAVE_VM_STATUSR_OFFSET = 0x0308;
    public static final int IRS_SWERR_STATUSR_OFFSET = 0x03c0;
    public static final int IRS_SWERR_SYNDROMER0_OFFSET = 0x03c8;
    public static final int IRS_SWERR_SYNDROMER1_OFFSET = 0x03d0;
    public static final int IRS_DEVARCH_OFFSET = 0xffbc;
    public static final int IRS_CIDR0_OFFSET = 0xfff0;
    public static final int IRS_CIDR3_OFFSET = 0xfffc;

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
        final boolean ofVirtualization = (offset & -Long.BYTES) == IRS_SPI_VMR_OFFSET ||
            (offset >= IRS_VMT_BASER_OFFSET && offset <= IRS_SAVE_VM_STATUSR_OFFSET);

        return virtual || !ofVirtualization;
    }

    private static boolean isWide(final int offset)
    {
        switch (offset)
        {
            case IRS_SPI_VMR_OFFSET:
            case IRS_IST_BASER_OFFSET:
            case IRS_VMT_BASER_OFFSET:
            case IRS_VPE_SELR_OFFSET:
            case IRS_VPE_DBR_OFFSET:
            case IRS_VPE_HPPIR_OFFSET:
            case IRS_VM_DBR_OFFSET:
            case IRS_VMAP_L2_VMTR_OFFSET:
            case IRS_VMAP_VMR_OFFSET:
            case IRS_VMAP_VISTR_OFFSET:
            case IRS_VMAP_L2_VISTR_OFFSET:
            case IRS_VMAP_VPER_OFFSET:
            case IRS_SAVE_VMR_OFFSET:
            case IRS_SWERR_STATUSR_OFFSET:
            case IRS_SWERR_SYNDROMER0_OFFSET:
            case IRS_SWERR_SYNDROMER1_OFFSET:
                return true;
            default:
                return false;
        }
    }

    private long readWide(final int offset)
    {
        switch (offset)
        {
            case IRS_SPI_VMR_OFFSET: return spis.vmr();
            case IRS_IST_BASER_OFFSET: return ist.baser();
            case IRS_VMT_BASER_OFFSET: return vms.baser();
            case IRS_VPE_SELR_OFFSET: return vpes.selr();
            case IRS_VPE_DBR_OFFSET: return vpes.dbr();
            case IRS_VPE_HPPIR_OFFSET: return vpes.hppir();
            case IRS_VM_DBR_OFFSET: return vmSelection.dbr();
            case IRS_SAVE_VMR_OFFSET: return vmSelection.saveVmr();
            case IRS_SWERR_STATUSR_OFFSET: return errors.status();
            case IRS_SWERR_SYNDROMER0_OFFSET: return errors.syndrome0();
            case IRS_SWERR_SYNDROMER1_OFFSET: return errors.syndrome1();
            default: return 0;                                                  // VMAP registers are write-only
        }
    }

    /** Returns the value that a write of one half of a register leaves in the other half. */
    private long otherHalf(final int register)                                  // M-HALF
    {
        switch (register)
        {
            case IRS_IST_BASER_OFFSET: return ist.baser();
            case IRS_VMT_BASER_OFFSET: return vms.baser();
            case IRS_SWERR_STATUSR_OFFSET: return 0;
            default: return halves.lastWritten(register);
        }
    }

    private int read32(final int offset)
    {
        switch (offset)
        {
            case IRS_IDR0_OFFSET: return ids.idr0();
            case IRS_IDR1_OFFSET: return ids.idr1();
            case IRS_IDR2_OFFSET: return ids.idr2();
            case IRS_IDR3_OFFSET: return ids.idr3();
            case IRS_IDR4_OFFSET: return ids.idr4();
            case IRS_IDR5_OFFSET: return ids.spiRange();
            case IRS_IDR6_OFFSET: return ids.spiRange();
            case IRS_IDR7_OFFSET: return ids.spiBase();
            case IRS_IIDR_OFFSET: return IrsIdRegisters.IIDR;
            case IRS_CR0_OFFSET: return IrsCr0.IRSEN.with(IrsCr0.IDLE.mask(), irs.isEnabled());
            case IRS_CR1_OFFSET: return cr1;
            case IRS_SPI_SELR_OFFSET: return spis.selected();
            case IRS_SPI_CFGR_OFFSET: return spis.config();
            case IRS_SPI_STATUSR_OFFSET: return spis.status();
            case IRS_PE_SELR_OFFSET: return pes.selected();
            case IRS_PE_STATUSR_OFFSET: return pes.status();
            case IRS_PE_CR0_OFFSET: return pes.cr0();
            case IRS_IST_CFGR_OFFSET: return ist.cfgr();
            case IRS_VMT_CFGR_OFFSET: return vms.cfgr();
            case IRS_VPE_CR0_OFFSET: return vpes.cr0();
            case IRS_VPE_STATUSR_OFFSET: return vpes.status();
            case IRS_VM_SELR_OFFSET: return vmSelection.selr();
            case IRS_VM_STATUSR_OFFSET: return vmSelection.status();
            case IRS_SAVE_VM_STATUSR_OFFSET: return vmSelection.saveStatus();
            case IRS_SYNC_STATUSR_OFFSET:
            case IRS_IST_STATUSR_OFFSET:
            case IRS_VMT_STATUSR_OFFSET:
                return IDLE;
            case IRS_DEVARCH_OFFSET: return IrsIdRegisters.DEVARCH;
            default:
                return offset >= IRS_CIDR0_OFFSET && offset <= IRS_CIDR3_OFFSET ?
                    IrsIdRegisters.CIDR[(offset - IRS_CIDR0_OFFSET) >>> 2] : 0;   // AIDR is 0, PIDRs are not known
        }
    }

    private void write32(final int offset, final int value)
    {
        switch (offset)
        {
            case IRS_CR0_OFFSET:
                irs.enable(IrsCr0.IRSEN.isSet(value));
                break;
            case IRS_CR1_OFFSET:
                cr1 = value & CR1_MASK;  // B-IRS-8
                break;
            case IRS_SPI_SELR_OFFSET:
                spis.select(value & IrsSpiSelr.ID.mask());
                break;
            case IRS_SPI_RESAMPLER_OFFSET:
                wires.resample(value & IrsSpiResampler.SPI_ID.mask());
                break;
            case IRS_SPI_CFGR_OFFSET:
                wires.configure(value);
                break;
            case IRS_PE_SELR_OFFSET:
                pes.select(value);
                break;
            case IRS_PE_CR0_OFFSET:
                pes.writeCr0(value);
                break;
            case IRS_IST_CFGR_OFFSET:
                ist.writeCfgr(value);
                break;
            case IRS_MAP_L2_ISTR_OFFSET:
                ist.mapL2(value & IrsMapL2Istr.ID.mask());
                break;
            case IRS_VMT_CFGR_OFFSET:
                vms.writeCfgr(value);
                break;
            case IRS_VPE_CR0_OFFSET:
                vpes.writeCr0(value);
                break;
            case IRS_VM_SELR_OFFSET:
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
            case IRS_SPI_VMR_OFFSET:
                wires.assign(value);
                break;
            case IRS_IST_BASER_OFFSET:
                ist.writeBaser(value);
                break;
            case IRS_VMT_BASER_OFFSET:
                vms.writeBaser(value);
                break;
            case IRS_VPE_SELR_OFFSET:
                vpes.select(value & (written | ~IrsVpeSelr.S.mask()));
                break;
            case IRS_VPE_DBR_OFFSET:
                vpes.writeDbr(value, written);
                break;
            case IRS_VM_DBR_OFFSET:
                vmSelection.writeDbr(value);
                break;
            case IRS_SAVE_VMR_OFFSET:
                vmSelection.save(value & (written | ~(IrsSaveVmr.S.mask() | IrsSaveVmr.Q.mask())));
                break;
            case IRS_SWERR_STATUSR_OFFSET:
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
            case IRS_VMAP_L2_VMTR_OFFSET:
                vms.mapL2(IrsVmapL2Vmtr.VM_ID.getInt(value));
                break;
            case IRS_VMAP_VMR_OFFSET:
                if (IrsVmapVmr.U.isSet(value))
                {
                    vms.unmapVm(IrsVmapVmr.VM_ID.getInt(value));
                }
                else
                {
                    vms.mapVm(IrsVmapVmr.VM_ID.getInt(value));
                }
                break;
            case IRS_VMAP_VISTR_OFFSET:
                if (IrsVmapVistr.U.isSet(value))
                {
                    vms.unmapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
                }
                else
                {
                    vms.mapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
                }
                break;
            case IRS_VMAP_L2_VISTR_OFFSET:
                vms.mapL2Vist(IrsVmapL2Vistr.VM_ID.getInt(value),
                    Intid.of(IrsVmapL2Vistr.TYPE.getInt(value), IrsVmapL2Vistr.ID.getInt(value)));
                break;
            case IRS_VMAP_VPER_OFFSET:
                vms.mapVpe(IrsVmapVper.VM_ID.getInt(value), IrsVmapVper.VPE_ID.getInt(value));
                break;
            default:
                break;                                                     // read-only
        }
    }
}
