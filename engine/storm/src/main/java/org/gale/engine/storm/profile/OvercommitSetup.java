package org.gale.engine.storm.profile;

import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.CommandSink;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.KvmDriver;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.OvercommitLayout;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.SystemRegister;

/**
 * Set-up of a storm of scheduled vCPUs, in commands. A VMM creates each VM with its vCPUs and its device. Each guest
 * makes its LPI table valid, enables its IRS and its LPIs, and all of its vCPUs block. Then the devices are passed
 * through: the host writes their ITTs. The last command enables the ITS, and from then on the scheduler is active.
 */
final class OvercommitSetup implements Setup
{
    private static final int SETUP_PE = 0;
    /** SPIs of a VM whose number user space does not set, which comes in multiples of it (K-ID-9). */
    private static final int SPIS_DEFAULT = 32;
    private static final long IRS_ADDRESS = 0x8000_0000L;
    private static final long GUEST_TABLE_ADDRESS = 0x9000_0000L;

    private final Topology topology;
    private final LpiSpread spread;
    private final OvercommitLayout layout;
    private final Cpu cpu;
    private final KvmDriver kvm;
    private final DeviceSetup devices;
    private final TimerSetup timers;
    private final SharedLines lines;

    OvercommitSetup(
        final OvercommitLayout layout, final LpiSpread spread, final MachineConfig machine, final CommandSink sink)
    {
        this.topology = layout.topology;
        this.spread = spread;
        this.layout = layout;
        this.cpu = new CommandCpu(sink);
        this.kvm = new KvmDriver(sink);
        this.devices = new DeviceSetup(topology, layout.its, machine, cpu);
        this.timers = new TimerSetup(topology, cpu);
        this.lines = new SharedLines(topology, true);
    }

    @Override
    public int stepCount()
    {
        return topology.vms() + topology.totalDevices() + 1;
    }

    /** Emits the commands of a step: a VM, a device, or the ITS. */
    @Override
    public void step(final int index)
    {
        if (index < topology.vms())
        {
            createVm(index);
        }
        else if (index < topology.vms() + topology.totalDevices())
        {
            devices.write(index - topology.vms());
        }
        else
        {
            devices.enable();
        }
    }

    /** Creates a VM, whose guest begins if it is of the share that is run: KVM numbers VMs as they are initialised. */
    private void createVm(final int vm)
    {
        kvm.createVm();
        for (int vcpu = 0; vcpu < topology.vpes(vm); vcpu++)
        {
            kvm.createVcpu(vm, vcpu);
        }
        kvm.createDevice(vm);
        if (lines.count(vm) > SPIS_DEFAULT)
        {
            kvm.spis(vm, (lines.count(vm) + SPIS_DEFAULT - 1) / SPIS_DEFAULT * SPIS_DEFAULT);
        }
        kvm.irsAddress(vm, IRS_ADDRESS);
        kvm.initialise(vm);
        for (int vcpu = 0; topology.isOwn(vm) && vcpu < topology.vpes(vm); vcpu++)
        {
            kvm.run(vm, vcpu, SETUP_PE);
            write(SystemRegister.ICC_PCR_EL1, topology.groups().get(topology.groupOfVm(vm)).guest().mask());
            write(SystemRegister.ICC_CR0_EL1, 1);
            timers.enable(topology.vpeIndex(vm, vcpu), SETUP_PE);
            if (vcpu == 0)
            {
                enableLpis(vm);
            }
            kvm.block(vm, vcpu);
        }
    }

    private void enableLpis(final int vm)
    {
        kvm.store(vm, IrsIstCfgr.OFFSET, Integer.BYTES, IrsIstCfgr.LPI_ID_BITS.set(0, layout.lpiIdBits(vm)));
        kvm.store(vm, IrsIstBaser.OFFSET, Long.BYTES,
            IrsIstBaser.VALID.with(IrsIstBaser.ADDR.withAddress(0, GUEST_TABLE_ADDRESS), true));
        kvm.store(vm, IrsCr0.OFFSET, Integer.BYTES, IrsCr0.IRSEN.mask());
        final int all = SpareLpis.all(topology, vm);
        for (int lpiId = 0; lpiId < all; lpiId++)
        {
            final int entry = spread.entry(vm, SpareLpis.first(topology, vm, lpiId));
            final int intid = Intid.of(Intid.TYPE_LPI, lpiId);
            execute(GicInstruction.CDPRI, GicCdPri.of(intid, L2Iste.priority(entry)));
            execute(GicInstruction.CDAFF, GicCdAff.of(intid, L2Iste.iaffid(entry), false));
            execute(GicInstruction.CDEN, GicCdIntid.of(intid));
        }
        for (int spi = 0; spi < lines.count(vm); spi++)
        {
            enableSpi(vm, spi);
        }
    }

    private void enableSpi(final int vm, final int spi)                         // K-IRS-5
    {
        final int entry = spread.entry(vm, lines.lpi(vm, spi));
        final int intid = Intid.of(Intid.TYPE_SPI, spi);
        kvm.store(vm, IrsSpiSelr.OFFSET, Integer.BYTES, IrsSpiSelr.ID.set(0, spi));
        kvm.store(vm, IrsSpiCfgr.OFFSET, Integer.BYTES, IrsSpiCfgr.TM.mask());
        execute(GicInstruction.CDPRI, GicCdPri.of(intid, L2Iste.priority(entry)));
        execute(GicInstruction.CDAFF, GicCdAff.of(intid, L2Iste.iaffid(entry), false));
        execute(GicInstruction.CDEN, GicCdIntid.of(intid));
    }

    private void write(final SystemRegister register, final long value)
    {
        cpu.writeRegister(SETUP_PE, Commands.VEL1, register.code(), value);
    }

    private void execute(final GicInstruction instruction, final long operand)
    {
        cpu.instruction(SETUP_PE, Commands.VEL1, instruction.code(), operand);
    }
}
