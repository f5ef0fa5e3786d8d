package org.gale.engine.storm.profile;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.ItsDriver;
import org.gale.engine.storm.topology.ItsTables;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;

/** Set-up of the devices of a storm, as software does it: the tables of its ITSs, each entry for an LPI of a VM. */
final class DeviceSetup
{
    private final Topology topology;
    private final ItsTables tables;
    private final Cpu cpu;
    private final ItsDriver[] itss;
    private final byte[] image;
    private final UnsafeBuffer imageBuffer;

    public DeviceSetup(final Topology topology, final ItsTables tables, final MachineConfig machine, final Cpu cpu)
    {
        this.topology = topology;
        this.tables = tables;
        this.cpu = cpu;
        final Board board = machine.board();
        this.itss = new ItsDriver[topology.deal().itss()];
        Arrays.setAll(itss, n -> new ItsDriver(cpu, board.frame(MachineKeys.ITS_CONFIG, n)));
        this.image = new byte[Long.BYTES * tables.messages() * topology.maxEvents()];
        this.imageBuffer = new UnsafeBuffer(image);
    }

    /** Writes the entry of a device and its ITT, if its VM is of the share that is run. */
    public void write(final int device)
    {
        final int vm = topology.vmOfDevice(device);
        if (!topology.isOwn(vm))
        {
            return;
        }
        imageBuffer.putLong(0, L2Dte.linear(tables.ittAddress(device), new EventIdBits(tables.eventIdBits(device))));
        cpu.store(tables.deviceTableAddress(topology.deal().itsOf(device)) + ((long)device << 3), image, Long.BYTES);

        final int firstLpi = topology.firstLpiOfDevice(device);
        final int events = topology.events(device);
        for (int eventId = 0; eventId < tables.messages() * events; eventId++)
        {
            imageBuffer.putLong(eventId << 3, L2Itte.virtual(vm, firstLpi + eventId % events));
        }
        cpu.store(tables.ittAddress(device), image, (tables.messages() * events) << 3);
    }

    /** Enables the ITSs, after the last device. */
    public void enable()
    {
        for (int its = 0; its < itss.length; its++)
        {
            itss[its].enable(tables.deviceTableAddress(its), tables.deviceIdBits);
        }
    }
}
