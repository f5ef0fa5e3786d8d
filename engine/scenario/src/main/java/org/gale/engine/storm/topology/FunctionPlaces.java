package org.gale.engine.storm.topology;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.register.ItsTranslater;

/**
 * Places of the functions of a storm, one for each device with its number: the addresses of their frames and messages,
 * and the numbers of eventfds. Eventfds carry the vectors of every second device of a VM, as those of devices that are
 * passed through; the monitor has the others itself. Immutable.
 */
public final class FunctionPlaces
{
    /** Limit of the vectors of a function. */
    public static final int VECTOR_LIMIT = 2048;
    /** Limit of the vectors of all functions, and of VMs, together: each has an eventfd. */
    public static final int EVENTFD_LIMIT = 1 << 20;

    private static final long BARS = 1L << 40;
    private static final int BAR_SHIFT = 16;
    private static final int ENTRY_SHIFT = 4;
    private static final int DATA = 8;
    private static final int CONTROL = 12;
    private static final int PENDING_BITS = 0x8000;

    private final Topology topology;
    private final MachineConfig machine;
    private final int[] firstEventfds;                              // by device

    /**
     * Makes the places of a storm.
     *
     * @param machine of the storm
     */
    public FunctionPlaces(final Topology topology, final MachineConfig machine)
    {
        this.topology = topology;
        this.machine = machine;
        this.firstEventfds = new int[topology.totalDevices()];
        int first = topology.vms();
        for (int device = 0; device < firstEventfds.length; device++)
        {
            firstEventfds[device] = first;
            first += topology.events(device);
        }
    }

    /** {@return the address of the frame of a function} */
    public long bar(final int device)
    {
        return BARS + ((long)device << BAR_SHIFT);
    }

    /** {@return the address of the message of a vector, in its table} */
    public long entry(final int device, final int vector)
    {
        return bar(device) + ((long)vector << ENTRY_SHIFT);
    }

    /** {@return the address of the data of a vector, in its table} */
    public long data(final int device, final int vector)
    {
        return entry(device, vector) + DATA;
    }

    /** {@return the address of the mask of a vector, in its table} */
    public long control(final int device, final int vector)
    {
        return entry(device, vector) + CONTROL;
    }

    /** {@return the address of the 64 pending bits among which that of a vector is} */
    public long pendingBits(final int device, final int vector)
    {
        return bar(device) + PENDING_BITS + ((long)(vector / Long.SIZE) << 3);
    }

    /** {@return the address that messages of a function are sent to} */
    public long messageAddress(final int device)
    {
        return machine.board().frame(MachineKeys.ITS_TRANSLATE, topology.deal().itsOf(device)) +
            ItsTranslater.OFFSET;
    }

    /** Returns whether eventfds carry the vectors of a function. */
    public boolean hasEventfds(final int device)
    {
        return (device - topology.firstDevice(topology.vmOfDevice(device))) % 2 == 0;
    }

    /** {@return the number of the eventfd of a vector} */
    public int eventfd(final int device, final int vector)
    {
        return firstEventfds[device] + vector;
    }

    /** {@return the number of the eventfd of the level pin of a VM, whose SPI has that number, too} */
    public int pin(final int vm)
    {
        return vm;
    }
}
