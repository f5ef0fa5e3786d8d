package org.gale.engine.storm.setting;

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

    /** VPEs that take the events of a device. */
    public enum Target
    {
        /** Drawn from the seed. */
        SPREAD("spread"),
        /** Event n goes to VPE n mod VPEs: a queue for each. */
        VECTOR("vector"),
        /** The CPU of the event in a trace. */
        TRACE("trace");

        private final String label;

        Target(final String label)
        {
            this.label = label;
        }

        /** Returns the word that users write. */
        public String label()
        {
            return label;
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
