package org.gale.engine.storm.profile;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.Board;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.CommandSink;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.CpuInterfaceDriver;
import org.gale.engine.software.IrsDriver;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmSpis;
import org.gale.tables.ist.IstIdBits;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VpeIdBits;
import org.gale.tables.vm.Vpete;

/**
 * Set-up of a GICv5 machine for a storm, as software does it: writes the tables into RAM, programs the registers, then
 * makes the VPEs resident. All of it is commands. Pattern and seed give each LPI its priority and its VPE.
 */
public final class StormSetup implements Setup
{
    /** LPIs whose entries one step writes: a multiple of the 12 that a command stores, so that no command is split. */
    private static final int LPIS_OF_A_STEP = 12 << 10;

    private final StormLayout layout;
    private final Topology topology;
    private final VmSpis spis;
    private final LpiSpread spread;
    private final Cpu cpu;
    private final Board board;
    /** Drivers of all IRSs; that of PE 0 manages VMs, as any may (T-IRS-16). */
    private final IrsDriver[] irss;
    private final IrsDriver irs;
    private final DeviceSetup devices;
    private final CpuInterfaceDriver cpuInterfaces;
    private final TimerSetup timers;
    /** Number of the first step of each VM, and behind them that of the first device. */
    private final int[] firstSteps;
    private final byte[] image;
    private final UnsafeBuffer imageBuffer;

    public StormSetup(
        final StormLayout layout, final LpiSpread spread, final MachineConfig machine, final CommandSink sink)
    {
        this.layout = layout;
        this.topology = layout.topology;
        this.spis = layout.spis;
        this.spread = spread;
        this.cpu = new CommandCpu(sink);
        this.board = machine.board();
        this.irss = new IrsDriver[board.irss()];
        Arrays.setAll(irss, n -> new IrsDriver(cpu, board.frame(MachineKeys.IRS_CONFIG, n)));
        this.irs = irss[board.irsOf(0)];
        this.devices = new DeviceSetup(topology, layout.its, machine, cpu);
        this.cpuInterfaces = new CpuInterfaceDriver(cpu);
        this.timers = new TimerSetup(topology, cpu);
        final int lpiBytes = Integer.BYTES * Math.min(LPIS_OF_A_STEP, 2 * topology.maxLpis());
        this.image = new byte[Math.max(lpiBytes, Math.max(L2Vmte.LENGTH, Long.BYTES << layout.vpeIdBits))];
        this.imageBuffer = new UnsafeBuffer(image);
        this.firstSteps = new int[topology.vms() + 1];
        for (int vmId = 0; vmId < topology.vms(); vmId++)
        {
            firstSteps[vmId + 1] =
                firstSteps[vmId] + (SpareLpis.all(topology, vmId) + LPIS_OF_A_STEP - 1) / LPIS_OF_A_STEP;
        }
    }

    @Override
    public int stepCount()
    {
        return vmStepCount() + topology.totalDevices() + 2 + topology.vms();
    }

    /** Emits the commands of a step: a part of the tables of a VM, a device, the registers, or the VPEs of a VM. */
    @Override
    public void step(final int index)
    {
        final int vmSteps = vmStepCount();
        final int afterDevices = vmSteps + topology.totalDevices();
        if (index < vmSteps)
        {
            final int vmId = vmOfStep(index);
            if (topology.isOwn(vmId))
            {
                writeVm(vmId, (index - firstSteps[vmId]) * LPIS_OF_A_STEP);
            }
        }
        else if (index < afterDevices)
        {
            devices.write(index - vmSteps);
        }
        else if (index == afterDevices)
        {
            devices.enable();
        }
        else if (index == afterDevices + 1)
        {
            programIrs();
        }
        else
        {
            makeVpesResident(index - afterDevices - 2);
        }
    }

    private int vmStepCount()
    {
        return firstSteps[topology.vms()];
    }

    /** Returns the VM that a step writes a part of. */
    private int vmOfStep(final int index)
    {
        final int found = Arrays.binarySearch(firstSteps, index);

        return found >= 0 ? found : -found - 2;
    }

    private void writeVm(final int vmId, final int firstLpi)
    {
        if (firstLpi == 0)
        {
            describeVm(vmId);
        }
        final int count = Math.min(LPIS_OF_A_STEP, SpareLpis.all(topology, vmId) - firstLpi);
        for (int i = 0; i < count; i++)
        {
            imageBuffer.putInt(i << 2, spread.entry(vmId, SpareLpis.first(topology, vmId, firstLpi + i)));
        }
        cpu.store(layout.istAddress(vmId) + ((long)firstLpi << 2), image, count << 2);
        if (firstLpi == 0 && spis.count(vmId) > 0)
        {
            writeSpis(vmId);
        }
    }

    private void writeSpis(final int vmId)
    {
        final int firstSpi = spis.first(vmId);
        for (int spi = firstSpi; spi < firstSpi + spis.count(vmId); spi++)
        {
            imageBuffer.putInt(0, L2Iste.withHm(spread.entry(vmId, spis.lpi(vmId, spi)), true));
            cpu.store(layout.spiIstAddress(vmId) + ((long)spi << 2), image, Integer.BYTES);
        }
    }

    private void describeVm(final int vmId)
    {
        imageBuffer.putLong(0, 0);
        imageBuffer.putLong(8, L2Vmte.vpetWord(layout.vpetAddress(vmId), new VpeIdBits(layout.vpeIdBits)));
        imageBuffer.putLong(16, L2Vmte.withIstValid(
            L2Vmte.istWord(layout.istAddress(vmId), IstShape.linear(new IstIdBits(layout.lpiIdBits(vmId)))), true));
        imageBuffer.putLong(24, spis.count(vmId) == 0 ? 0 : L2Vmte.withIstValid(L2Vmte.istWord(
            layout.spiIstAddress(vmId), IstShape.linear(new IstIdBits(layout.spiIdBits()))), true));
        cpu.store(layout.vmtAddress + (long)vmId * L2Vmte.LENGTH, image, L2Vmte.LENGTH);

        for (int vpeId = 0; vpeId < topology.vpes(vmId); vpeId++)
        {
            imageBuffer.putLong(vpeId << 3, Vpete.withVpedAddress(0, layout.vpedAddress(vmId, vpeId)));
        }
        cpu.store(layout.vpetAddress(vmId), image, topology.vpes(vmId) << 3);
    }

    private void makeVpesResident(final int vmId)
    {
        for (int vpeId = 0; topology.isOwn(vmId) && vpeId < topology.vpes(vmId); vpeId++)
        {
            final int pe = topology.vpeIndex(vmId, vpeId);
            if (board.irss() > 1)
            {
                irss[board.irsOf(pe)].startPe(board.iaffids().iaffid(pe));      // T-PE-7
            }
            if (board.link() == Link.DOWN)
            {
                cpuInterfaces.link(pe);
            }
            cpuInterfaces.enter(
                pe, vmId, vpeId, topology.groups().get(topology.groupOfVm(vmId)).guest().mask());
            timers.inject(pe, pe);
            timers.enable(pe, pe);
        }
    }

    private void programIrs()
    {
        for (int n = 0; board.irss() > 1 && n < irss.length; n++)
        {
            irss[n].cache();
        }
        irs.vmTable(layout.vmtAddress, layout.vmIdBits, false);
        for (int vmId = 0; vmId < topology.vms(); vmId++)
        {
            if (topology.isOwn(vmId))
            {
                mapVm(vmId);
            }
        }
        for (final IrsDriver each : irss)
        {
            each.enable();                                                      // T-IRS-14
        }
    }

    private void mapVm(final int vmId)
    {
        irs.mapVm(vmId);
        for (int vpeId = 0; vpeId < topology.vpes(vmId); vpeId++)
        {
            irs.mapVpe(vmId, vpeId);
        }
        for (int line = 0; line < spis.count(vmId); line++)
        {
            final int spi = spis.first(vmId) + line;
            irss[board.irsOfSpi(spi)].handSpi(spi, vmId);                       // T-IRS-9
        }
    }
}
