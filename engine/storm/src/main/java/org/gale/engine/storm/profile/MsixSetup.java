package org.gale.engine.storm.profile;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.CommandSink;
import org.gale.engine.software.Cpu;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.Topology;

/**
 * Set-up of the functions of a storm, behind that of its machine: their tables, eventfds and routes, then the level pin
 * of each VM, whose line is high before it has a route.
 */
final class MsixSetup implements Setup
{
    private static final int COMMAND_BYTES = 64;

    private final Setup machine;
    private final Topology topology;
    private final FunctionPlaces places;
    private final CommandSink sink;
    private final Cpu cpu;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_BYTES]);

    /** @param machine set-up of the machine, whose steps come first */
    MsixSetup(final Setup machine, final Topology topology, final FunctionPlaces places, final CommandSink sink)
    {
        this.machine = machine;
        this.topology = topology;
        this.places = places;
        this.sink = sink;
        this.cpu = new CommandCpu(sink);
    }

    @Override
    public int stepCount()
    {
        return machine.stepCount() + topology.totalDevices() + topology.vms();
    }

    @Override
    public void step(final int index)
    {
        final int device = index - machine.stepCount();
        final int vm = device - topology.totalDevices();
        if (device < 0)
        {
            machine.step(index);
        }
        else if (vm >= 0)
        {
            addPin(vm);
        }
        else if (topology.isOwn(topology.vmOfDevice(device)))
        {
            create(device);
        }
    }

    private void create(final int device)
    {
        emit(MsixVerb.CREATE, device, topology.events(device), places.bar(device));
        emit(MsixVerb.CONTROL, device, 1, 0);
        for (int vector = 0; vector < topology.events(device); vector++)
        {
            if (places.hasEventfds(device))
            {
                final int eventfd = places.eventfd(device, vector);
                emit(IrqfdVerb.ADD, eventfd, device, vector);
                emit(IrqfdVerb.ROUTE, eventfd);
            }
            cpu.store(places.entry(device, vector), Long.BYTES, places.messageAddress(device));
            cpu.store(places.data(device, vector), Long.BYTES, vector);         // with the mask, which becomes 0
        }
    }

    private void addPin(final int vm)
    {
        if (topology.isOwn(vm))
        {
            emit(IrqfdVerb.ADD_PIN, places.pin(vm), vm);
            emit(IrqfdVerb.SIGNAL, places.pin(vm), 1);
            emit(IrqfdVerb.ROUTE, places.pin(vm));
            emit(IrqfdVerb.SIGNAL, places.pin(vm), 0);
        }
    }

    private void emit(final MsixVerb verb, final long... operands)
    {
        sink.accept(command, verb.encode(command, 0, operands) / Long.BYTES);
    }

    private void emit(final IrqfdVerb verb, final long... operands)
    {
        sink.accept(command, verb.encode(command, 0, operands) / Long.BYTES);
    }
}
