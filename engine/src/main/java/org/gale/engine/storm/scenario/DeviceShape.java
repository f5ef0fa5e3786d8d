package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Shape of a group of equal devices of a VM, which share one stream of events.
 *
 * @param name     unique in its VM
 * @param count    devices
 * @param events   of a device, each its own LPI
 * @param target   VPEs of the events
 * @param priority of all events, 0 to 31; {@link #SPREAD} for priorities drawn from the seed
 * @param stream   of events
 */
public record DeviceShape(String name, int count, int events, Target target, int priority, StreamShape stream)
{
    /** Priorities that are drawn from the seed. */
    public static final int SPREAD = -1;

    /**
     * VPEs that take the events of a device.
     *
     * @param label word that users write
     * @param vpe   the one VPE of the VM that takes all events, from 0; {@link #MANY} for several
     */
    public record Target(String label, int vpe)
    {
        /** VPE of a target that has several. */
        public static final int MANY = -1;
        /** Drawn from the seed. */
        public static final Target SPREAD = new Target("spread", MANY);
        /** Event n goes to VPE n mod VPEs: a queue for each. */
        public static final Target VECTOR = new Target("vector", MANY);
        /** The CPU of the event in a trace. */
        public static final Target TRACE = new Target("trace", MANY);
        /** Targets that have a word. */
        public static final List<Target> WORDS = List.of(SPREAD, VECTOR, TRACE);

        /** Returns the target of one VPE. */
        public static Target of(final int vpe)
        {
            return new Target(Integer.toString(vpe), vpe);
        }

        /** Returns whether one VPE takes all events. */
        public boolean isOne()
        {
            return vpe != MANY;
        }
    }

    public DeviceShape
    {
        assert count > 0 && events > 0 && priority >= SPREAD && priority <= 31 : name;
    }

    /** Returns the number of LPIs of the group, which is that of the events of its devices. */
    public long lpis()
    {
        return (long)count * events;
    }
}
