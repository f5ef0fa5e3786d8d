package org.gale.engine.storm.scenario;

/**
 * Stream whose devices have models: the kind of the model, and the values of its settings.
 *
 * @param kind   of traffic, as users write it
 * @param values of all settings of the kind that were given or have a default
 * @param vpes   of the events; null for a kind that says nothing of them
 * @param signal by which the events reach the interrupt controller
 */
public record ModelShape(String kind, SettingValues values, VpeOfEvent vpes, Signal signal) implements StreamShape
{
    /** Kind whose devices send what a trace recorded. */
    public static final String TRACE = "trace";

    /** Makes the shape of a kind that sends messages, and says nothing of the VPEs of its events. */
    public ModelShape(final String kind, final SettingValues values)
    {
        this(kind, values, null, Signal.MESSAGE);
    }

    @Override
    public ModelShape model()
    {
        return this;
    }

    @Override
    public double events(final double seconds)
    {
        return 0;
    }

    @Override
    public StreamShape scaled(final double factor)
    {
        return this;
    }

    @Override
    public StreamShape with(final SettingValues changes)
    {
        return this;
    }

    @Override
    public String text()
    {
        return kind;
    }

    /** Returns whether all events are private interrupts of vCPUs. */
    public boolean isPrivate()
    {
        return signal == Signal.PRIVATE_WIRE;
    }

    /** Returns whether all events raise lines, which devices share. */
    public boolean isOfLines()
    {
        return signal == Signal.SHARED_LINE;
    }

    /** Returns how many devices share a line. Only of lines. */
    public int share()
    {
        return values.get(LineSettings.SHARE).intValue();
    }

    /** Returns whether a guest ends an interrupt of a line by an exit to its host. Only of lines. */
    public boolean endsByExit()
    {
        return values.get(LineSettings.RESAMPLE).equals(LineSettings.EXIT);
    }

    /**
     * Returns how many of the first VPEs of a VM have a timer of this kind.
     *
     * @param vpeCount VPEs of the VM
     */
    public int timers(final int vpeCount)
    {
        return isPrivate() ? vpeCount : vpes == null ? 0 : Math.min(vpeCount, vpes.timers());
    }

    /** Returns the event of the first timer. Only if there is one. */
    public int firstTimer()
    {
        return isPrivate() ? 0 : vpes.firstTimer();
    }

    /** Returns how many events are IPIs that the host injects. */
    public int ipis()
    {
        return vpes == null ? 0 : vpes.ipis();
    }

    /** Returns the event of the first IPI that the host injects. Only if there is one. */
    public int firstIpi()
    {
        return vpes.firstIpi();
    }
}
