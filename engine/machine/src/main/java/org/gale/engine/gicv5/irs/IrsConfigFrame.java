package org.gale.engine.gicv5.irs;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.FrameRegister.OtherHalf;
import org.gale.engine.machine.Identification;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.Aidr;
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
import org.gale.tables.register.IrsSyncr;
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

import static org.gale.engine.machine.FrameRegister.wide;
import static org.gale.engine.machine.FrameRegister.word;
import static org.gale.engine.machine.FrameRegister.words;

/**
 * CONFIG frame of an IRS: the function of the model behind each register. Every operation completes at once, so IDLE
 * reads 1, unless the machine delays operations (B-IRS-2). Registers of virtualization are absent where IDR0.VIRT is
 * 0. Those of MEC and MPAM are absent, which a guest sees in IDR0, and so are the PIDRs, whose values no source gives.
 */
public final class IrsConfigFrame
{
    private static final int IDLE = 1;                                             // B-IRS-2

    private final boolean virtual;
    private final IrsIdRegisters ids;
    private final int number;
    private final ErrorSites sites;
    private final SoftwareErrors errors;
    private final IrsControl control;
    private final PhysicalIst ist;
    private final VirtualMachines vms;
    private final SpiSelection spis;
    private final PeSelection pes;
    private final VpeSelection vpes;
    private final VmSelection vmSelection;
    private final RegisterTable registers;

    /** @param number of the IRS, from 0 on */
    IrsConfigFrame(
        final MachineConfig config,
        final Board board,
        final int number,
        final ErrorSites sites,
        final IrsControl control,
        final PhysicalIst ist,
        final VirtualMachines vms,
        final Selections selections)
    {
        this.virtual = config.virtual();
        this.ids = new IrsIdRegisters(config, board, number);
        this.number = number;
        this.sites = sites;
        this.errors = sites.of(number);
        this.control = control;
        this.ist = ist;
        this.vms = vms;
        this.spis = selections.spi();
        this.pes = selections.pe();
        this.vpes = selections.vpe();
        this.vmSelection = selections.vm();
        this.registers = new RegisterTable(Stream.of(
            identification(), ofControl(), ofSpis(), ofPes(), ofIst(), ofVmTable(), ofVpes(), ofVms(), ofMapping(),
            ofErrors()).flatMap(List::stream).toList());
    }

    /** Returns the registers of the frame. */
    public RegisterTable registers()
    {
        return registers;
    }

    /** Returns the software errors that the frame shows. */
    public SoftwareErrors errors()
    {
        return errors;
    }

    /** Passes what the frame itself keeps: the values last written, CR1, errors and selections. */
    void state(final StateStream stream)
    {
        registers.state(stream);
        control.state(stream);
        errors.state(stream);
        if (number == 0)
        {
            spis.bankState(stream);
        }
        else
        {
            spis.state(stream);
        }
        pes.state(stream);
        vpes.state(stream);
        vmSelection.state(stream);
    }

    private List<FrameRegister> identification()
    {
        return List.of(
            word("IRS_IDR0", IrsIdr0.OFFSET, IrsIdr0.FIELDS).readOnly(ids::idr0),
            word("IRS_IDR1", IrsIdr1.OFFSET, IrsIdr1.FIELDS).readOnly(ids::idr1),
            word("IRS_IDR2", IrsIdr2.OFFSET, IrsIdr2.FIELDS).readOnly(ids::idr2),
            word("IRS_IDR3", IrsIdr3.OFFSET, IrsIdr3.FIELDS).readOnly(ids::idr3),
            word("IRS_IDR4", IrsIdr4.OFFSET, IrsIdr4.FIELDS).readOnly(ids::idr4),
            word("IRS_IDR5", IrsIdr5.OFFSET, IrsIdr5.FIELDS).readOnly(ids::idr5),
            word("IRS_IDR6", IrsIdr6.OFFSET, IrsIdr6.FIELDS).readOnly(ids::idr6),
            word("IRS_IDR7", IrsIdr7.OFFSET, IrsIdr7.FIELDS).readOnly(ids::idr7),
            word("IRS_IIDR", Iidr.OFFSET, Iidr.FIELDS).readOnly(() -> Identification.IIDR),
            word("IRS_AIDR", Aidr.OFFSET, Aidr.FIELDS).readOnly(() -> IrsIdRegisters.AIDR),
            word("IRS_DEVARCH", Devarch.OFFSET, Devarch.FIELDS).readOnly(() -> IrsIdRegisters.DEVARCH),
            words("IRS_CIDR", Cidr.OFFSET, List.of(), Cidr.COUNT).readOnly(n -> IrsIdRegisters.CIDR[n]));
    }

    private List<FrameRegister> ofControl()
    {
        return List.of(
            word("IRS_CR0", IrsCr0.OFFSET, IrsCr0.FIELDS).readWrite(control::cr0, control::writeCr0)
                .operation(IrsCr0.OFFSET, IrsCr0.IDLE.mask(), 0),
            word("IRS_CR1", IrsCr1.OFFSET, IrsCr1.FIELDS).readWrite(control::cr1, control::writeCr1),
            word("IRS_SYNCR", IrsSyncr.OFFSET, IrsSyncr.FIELDS).ignored()
                .operation(IrsSyncStatusr.OFFSET, IDLE, IrsSyncr.SYNC.mask()),
            word("IRS_SYNC_STATUSR", IrsSyncStatusr.OFFSET, IrsSyncStatusr.FIELDS).readOnly(() -> IDLE));
    }

    private List<FrameRegister> ofSpis()
    {
        return List.of(
            wide("IRS_SPI_VMR", IrsSpiVmr.OFFSET, IrsSpiVmr.FIELDS).presentIf(virtual)
                .readWrite(OtherHalf.LAST_WRITTEN, spis::vmr, value -> asked(spis).assign(value))
                .operation(IrsSpiStatusr.OFFSET, IDLE, 0),
            word("IRS_SPI_SELR", IrsSpiSelr.OFFSET, IrsSpiSelr.FIELDS)
                .readWrite(spis::selected, value -> spis.select(IrsSpiSelr.ID.get(value)))
                .operation(IrsSpiStatusr.OFFSET, IDLE, 0),
            word("IRS_SPI_RESAMPLER", IrsSpiResampler.OFFSET, IrsSpiResampler.FIELDS)
                .writeOnly(value -> asked(spis).resample(IrsSpiResampler.SPI_ID.get(value))),
            word("IRS_SPI_CFGR", IrsSpiCfgr.OFFSET, IrsSpiCfgr.FIELDS)
                .readWrite(spis::config, value -> asked(spis).configure(value))
                .operation(IrsSpiStatusr.OFFSET, IDLE, 0),
            word("IRS_SPI_STATUSR", IrsSpiStatusr.OFFSET, IrsSpiStatusr.FIELDS).readOnly(spis::status));
    }

    private List<FrameRegister> ofPes()
    {
        return List.of(
            word("IRS_PE_SELR", IrsPeSelr.OFFSET, IrsPeSelr.FIELDS).readWrite(pes::selected, pes::select)
                .operation(IrsPeStatusr.OFFSET, IDLE, 0),
            word("IRS_PE_STATUSR", IrsPeStatusr.OFFSET, IrsPeStatusr.FIELDS).readOnly(pes::status),
            word("IRS_PE_CR0", IrsPeCr0.OFFSET, IrsPeCr0.FIELDS)
                .readWrite(pes::cr0, value -> asked(pes).writeCr0(value))
                .operation(IrsPeStatusr.OFFSET, IDLE, 0));
    }

    private List<FrameRegister> ofIst()
    {
        return List.of(
            wide("IRS_IST_BASER", IrsIstBaser.OFFSET, IrsIstBaser.FIELDS)
                .readWrite(OtherHalf.HELD, ist::baser, value -> asked(ist).writeBaser(value))
                .operation(IrsIstStatusr.OFFSET, IDLE, 0).reads(IrsIstCfgr.OFFSET),
            word("IRS_IST_CFGR", IrsIstCfgr.OFFSET, IrsIstCfgr.FIELDS).readWrite(ist::cfgr, ist::writeCfgr),
            word("IRS_IST_STATUSR", IrsIstStatusr.OFFSET, IrsIstStatusr.FIELDS).readOnly(() -> IDLE),
            word("IRS_MAP_L2_ISTR", IrsMapL2Istr.OFFSET, IrsMapL2Istr.FIELDS)
                .writeOnly(value -> asked(ist).mapL2(IrsMapL2Istr.ID.get(value)))
                .operation(IrsIstStatusr.OFFSET, IDLE, 0));
    }

    private List<FrameRegister> ofVmTable()
    {
        return List.of(
            wide("IRS_VMT_BASER", IrsVmtBaser.OFFSET, IrsVmtBaser.FIELDS).presentIf(virtual)
                .readWrite(OtherHalf.HELD, () -> vms.table().baser(), value -> asked(vms).writeBaser(value))
                .operation(IrsVmtStatusr.OFFSET, IDLE, 0).reads(IrsVmtCfgr.OFFSET),
            word("IRS_VMT_CFGR", IrsVmtCfgr.OFFSET, IrsVmtCfgr.FIELDS).presentIf(virtual)
                .readWrite(() -> vms.table().cfgr(), value -> vms.table().writeCfgr(value)),
            word("IRS_VMT_STATUSR", IrsVmtStatusr.OFFSET, IrsVmtStatusr.FIELDS).presentIf(virtual)
                .readOnly(() -> IDLE));
    }

    private List<FrameRegister> ofVpes()
    {
        return List.of(
            wide("IRS_VPE_SELR", IrsVpeSelr.OFFSET, IrsVpeSelr.FIELDS).presentIf(virtual)
                .readWrite(vpes::selr, vpes::select)
                .operation(IrsVpeStatusr.OFFSET, IDLE, IrsVpeSelr.S.mask()),
            wide("IRS_VPE_DBR", IrsVpeDbr.OFFSET, IrsVpeDbr.FIELDS).presentIf(virtual)
                .readWrite(vpes::dbr, (value, written) -> asked(vpes).writeDbr(value, written))
                .operation(IrsVpeStatusr.OFFSET, IDLE, 0),
            wide("IRS_VPE_HPPIR", IrsVpeHppir.OFFSET, IrsVpeHppir.FIELDS).presentIf(virtual).readOnly(vpes::hppir),
            word("IRS_VPE_CR0", IrsVpeCr0.OFFSET, IrsVpeCr0.FIELDS).presentIf(virtual)
                .readWrite(vpes::cr0, value -> asked(vpes).writeCr0(value))
                .operation(IrsVpeStatusr.OFFSET, IDLE, 0),
            word("IRS_VPE_STATUSR", IrsVpeStatusr.OFFSET, IrsVpeStatusr.FIELDS).presentIf(virtual)
                .readOnly(vpes::status));
    }

    private List<FrameRegister> ofVms()
    {
        return List.of(
            wide("IRS_VM_DBR", IrsVmDbr.OFFSET, IrsVmDbr.FIELDS).presentIf(virtual)
                .readWrite(OtherHalf.LAST_WRITTEN, vmSelection::dbr, value -> asked(vmSelection).writeDbr(value))
                .operation(IrsVmStatusr.OFFSET, IDLE, 0),
            word("IRS_VM_SELR", IrsVmSelr.OFFSET, IrsVmSelr.FIELDS).presentIf(virtual)
                .readWrite(vmSelection::selr, vmSelection::select)
                .operation(IrsVmStatusr.OFFSET, IDLE, 0),
            word("IRS_VM_STATUSR", IrsVmStatusr.OFFSET, IrsVmStatusr.FIELDS).presentIf(virtual)
                .readOnly(vmSelection::status),
            wide("IRS_SAVE_VMR", IrsSaveVmr.OFFSET, IrsSaveVmr.FIELDS).presentIf(virtual)
                .readWrite(vmSelection::saveVmr, vmSelection::save)
                .operation(IrsSaveVmStatusr.OFFSET, IDLE, IrsSaveVmr.S.mask() | IrsSaveVmr.Q.mask()),
            word("IRS_SAVE_VM_STATUSR", IrsSaveVmStatusr.OFFSET, IrsSaveVmStatusr.FIELDS).presentIf(virtual)
                .readOnly(vmSelection::saveStatus));
    }

    private List<FrameRegister> ofMapping()
    {
        return List.of(
            wide("IRS_VMAP_L2_VMTR", IrsVmapL2Vmtr.OFFSET, IrsVmapL2Vmtr.FIELDS).presentIf(virtual)
                .writeOnly(this::mapL2Vmt)
                .operation(IrsVmtStatusr.OFFSET, IDLE, IrsVmapL2Vmtr.M.mask()),
            wide("IRS_VMAP_VMR", IrsVmapVmr.OFFSET, IrsVmapVmr.FIELDS).presentIf(virtual).writeOnly(this::mapVm)
                .operation(IrsVmtStatusr.OFFSET, IDLE, IrsVmapVmr.M.mask()),
            wide("IRS_VMAP_VISTR", IrsVmapVistr.OFFSET, IrsVmapVistr.FIELDS).presentIf(virtual)
                .writeOnly(this::mapVist)
                .operation(IrsVmtStatusr.OFFSET, IDLE, IrsVmapVistr.M.mask()),
            wide("IRS_VMAP_L2_VISTR", IrsVmapL2Vistr.OFFSET, IrsVmapL2Vistr.FIELDS).presentIf(virtual)
                .writeOnly(this::mapL2Vist)
                .operation(IrsVmtStatusr.OFFSET, IDLE, IrsVmapL2Vistr.M.mask()),
            wide("IRS_VMAP_VPER", IrsVmapVper.OFFSET, IrsVmapVper.FIELDS).presentIf(virtual)
                .writeOnly(this::mapVpe)
                .operation(IrsVmtStatusr.OFFSET, IDLE, IrsVmapVper.M.mask()));
    }

    private List<FrameRegister> ofErrors()
    {
        return List.of(
            wide("IRS_SWERR_STATUSR", IrsSwerrStatusr.OFFSET, IrsSwerrStatusr.FIELDS)
                .readWrite(OtherHalf.ZERO, errors::status, errors::writeStatus),
            wide("IRS_SWERR_SYNDROMER0", IrsSwerrSyndromer0.OFFSET, IrsSwerrSyndromer0.FIELDS)
                .readOnly(errors::syndrome0),
            wide("IRS_SWERR_SYNDROMER1", IrsSwerrSyndromer1.OFFSET, IrsSwerrSyndromer1.FIELDS)
                .readOnly(errors::syndrome1));
    }

    /** Returns a part of the IRS that is asked through this frame, where software errors are recorded (M-SWERRIRS). */
    private <T> T asked(final T part)
    {
        sites.at(number);

        return part;
    }

    private void mapL2Vmt(final long value, final long written)
    {
        if (IrsVmapL2Vmtr.M.isSet(value & written))                             // M-ACT, M-HALF, B-VMT-12
        {
            asked(vms).table().mapL2(IrsVmapL2Vmtr.VM_ID.getInt(value));
        }
    }

    private void mapVm(final long value, final long written)
    {
        if (!IrsVmapVmr.M.isSet(value & written))
        {
            return;
        }
        if (IrsVmapVmr.U.isSet(value))
        {
            asked(vms).unmapVm(IrsVmapVmr.VM_ID.getInt(value));
        }
        else
        {
            asked(vms).mapVm(IrsVmapVmr.VM_ID.getInt(value));
        }
    }

    private void mapVist(final long value, final long written)
    {
        if (!IrsVmapVistr.M.isSet(value & written))
        {
            return;
        }
        if (IrsVmapVistr.U.isSet(value))
        {
            asked(vms).unmapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
        }
        else
        {
            asked(vms).mapVist(IrsVmapVistr.VM_ID.getInt(value), IrsVmapVistr.TYPE.getInt(value));
        }
    }

    private void mapL2Vist(final long value, final long written)
    {
        if (IrsVmapL2Vistr.M.isSet(value & written))
        {
            asked(vms).mapL2Vist(IrsVmapL2Vistr.VM_ID.getInt(value),
                Intid.of(IrsVmapL2Vistr.TYPE.getInt(value), IrsVmapL2Vistr.ID.getInt(value)));
        }
    }

    private void mapVpe(final long value, final long written)
    {
        if (IrsVmapVper.M.isSet(value & written))
        {
            asked(vms).mapVpe(IrsVmapVper.VM_ID.getInt(value), IrsVmapVper.VPE_ID.getInt(value));
        }
    }
}
